package dev.outcrop.guardrails.words;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPInputStream;

/**
 * The managed list of profanity, indexed once for all guardrails.
 *
 * <p>What it holds, where it comes from and how it was chosen is told beside the resource, in {@code profanity.md}.
 */
final class ProfanityList {
    private static final String RESOURCE = "profanity.txt.gz";
    private static final TermIndex INDEX = new TermIndex(load());

    private ProfanityList() {}

    static TermIndex index() {
        return INDEX;
    }

    /** One term per line. */
    static List<String> load() {
        try (InputStream in = ProfanityList.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            return new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))
                    .lines()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
