package dev.outcrop.guardrails.topics;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

import dev.outcrop.guardrails.config.DeniedTopic;
import dev.outcrop.inference.TokenEncoder;
import org.jspecify.annotations.Nullable;

/**
 * Makes matchers. Holds what all topics share: the weights, and the everyday subjects, encoded when the first topic is
 * compiled. Thread-safe.
 */
public final class TopicMatchers {
    private final TokenEncoder encoder;
    private final Combiner combiner = Combiner.shipped();
    private @Nullable List<float[]> subjects;

    /** @param encoder also the one that encodes the texts to match; not closed here */
    public TopicMatchers(TokenEncoder encoder) {
        this.encoder = encoder;
    }

    /**
     * Compiles a topic: some ten runs of the encoder, the first time two hundred.
     *
     * @throws dev.outcrop.inference.InferenceException when the encoder fails
     */
    public TopicMatcher compile(DeniedTopic topic) {
        return new TopicMatcher(topic, encoder, subjects(), combiner);
    }

    private synchronized List<float[]> subjects() {
        if (subjects == null) {
            subjects = encodedSubjects();
        }
        return subjects;
    }

    private List<float[]> encodedSubjects() {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(
                        Objects.requireNonNull(TopicMatchers.class.getResourceAsStream("everyday-subjects.txt")),
                        StandardCharsets.UTF_8))) {
            return lines.lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line -> TopicMatcher.encode(encoder, line.strip()))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
