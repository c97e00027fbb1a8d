package dev.outcrop.store.scope;

/**
 * What a client sends to have a call that it repeats done once.
 *
 * @param value the client's token
 * @param fingerprint of the call's other parameters, at most 64 characters: a token goes with one set of them
 */
public record IdempotencyToken(String value, String fingerprint) {}
