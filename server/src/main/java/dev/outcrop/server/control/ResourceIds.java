package dev.outcrop.server.control;

import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Ids of resources, as the service makes them: twelve lower-case letters and digits.
 *
 * @param random hard to guess, where ids must not be guessed
 */
public record ResourceIds(RandomGenerator random) implements Supplier<String> {
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int LENGTH = 12;

    @Override
    public String get() {
        StringBuilder id = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            id.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return id.toString();
    }
}
