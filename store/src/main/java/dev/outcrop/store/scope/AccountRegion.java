package dev.outcrop.store.scope;

/**
 * Where names are unique and quotas count.
 *
 * @param account twelve digits
 * @param region such as {@code us-east-1}
 */
public record AccountRegion(String account, String region) {}
