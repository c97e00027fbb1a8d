package dev.outcrop.server.model;

/**
 * What an account may have, where that is a matter of the machines and not of the API.
 *
 * @param modelUnits model units of provisioned throughput, all together; 0 for none
 */
public record AccountLimits(long modelUnits) {

    /** What holds when the configuration says nothing. */
    public static final AccountLimits DEFAULTS = new AccountLimits(100);
}
