package dev.outcrop.guardrails.content;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.guardrails.config.ContentFilter.Category;

/**
 * One line of what the training tool computed for sentences of our own.
 *
 * @param buckets its n-grams
 * @param vector its sentence vector
 * @param scores per category
 */
record Recorded(String text, int[] buckets, float[] vector, Map<Category, Float> scores) {

    /** Every sentence of {@code content-parity.tsv}, which {@code training/content_parity.py} writes. */
    static List<Recorded> all() {
        try (InputStream file = Recorded.class.getResourceAsStream("content-parity.tsv")) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().map(Recorded::parse).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Recorded parse(String line) {
        String[] fields = line.split("\t", -1);
        int[] buckets = Arrays.stream(fields[1].split(",")).mapToInt(Integer::parseInt).toArray();
        ByteBuffer packed = ByteBuffer.wrap(Base64.getDecoder().decode(fields[2]));
        float[] vector = new float[packed.remaining() / Float.BYTES];
        packed.asFloatBuffer().get(vector);
        String[] numbers = fields[3].split(",");
        Map<Category, Float> scores = new EnumMap<>(Category.class);
        for (int i = 0; i < numbers.length; i++) {
            scores.put(HarmModel.CATEGORIES.get(i), Float.parseFloat(numbers[i]));
        }
        return new Recorded(fields[0], buckets, vector, scores);
    }

    @Override
    public String toString() {
        return text;
    }
}
