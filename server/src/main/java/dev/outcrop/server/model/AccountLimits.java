package dev.outcrop.server.model;

/**
 * What an account may have, where that is a matter of the machines and not of the API.
 *
 * @param modelUnits model units of provisioned throughput, all together; 0 for none
 * @param importedModels imported models, those that are being imported included
 * @param importsAtOnce how many of these are imported at the same time, on one node; others wait their turn
 */
public record AccountLimits(long modelUnits, long importedModels, int importsAtOnce) {

    /** What holds when the configuration says nothing. */
    public static final AccountLimits DEFAULTS = new AccountLimits(100, 20, 1);
}
