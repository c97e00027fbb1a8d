package dev.outcrop.store.resource;

import dev.outcrop.store.scope.AccountRegion;

/**
 * A job that one worker holds.
 *
 * @param job as it was when it was taken
 * @param holder names this claim, not to be used again: a worker that has lost its claim cannot pass for the next one
 */
public record Claim(AccountRegion scope, StoredResource job, String holder) {}
