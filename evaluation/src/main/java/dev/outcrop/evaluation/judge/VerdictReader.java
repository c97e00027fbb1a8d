package dev.outcrop.evaluation.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a judge's answer in any of the forms that documented judge prompts ask for: JSON, XML, tags, or one line. Thread-safe;
 * time is linear in the answer.
 */
public final class VerdictReader {
    private static final JsonMapper JSON = JsonMapper.shared();

    /** Longest raw answer that is kept as explanation. */
    private static final int MOST_KEPT = 2_000;

    /** Longest answer that is read at all; a judge may say 1,024 tokens. */
    private static final int MOST_READ = 64 * 1024;

    private static final List<String> THOUGHTS = List.of("thinking", "think", "reasoning_content");
    private static final List<String> EXPLANATIONS = List.of("reasoning", "explain", "explanation");

    /** What stands around a label without being part of it. */
    private static final String WRAPPING = "\"'`*.“”‘’ \t\r\n";

    private final Scale scale;

    public VerdictReader(Scale scale) {
        this.scale = scale;
    }

    /** The two parts of an answer. */
    private record Parts(String explanation, String answer) {}

    /** What an answer means; one that cannot be read is reported as null, with the raw text as explanation. */
    public Verdict read(String raw) {
        String text = withoutThoughts(raw.length() > MOST_READ ? raw.substring(0, MOST_READ) : raw).strip();
        for (Parts parts : candidates(text)) {
            Scale.Label label = label(parts.answer());
            if (label != null) {
                return new Verdict(label, label.result(), parts.explanation().strip(), true);
            }
        }
        return new Verdict(null, null, raw.length() > MOST_KEPT ? raw.substring(0, MOST_KEPT) : raw, false);
    }

    private static List<Parts> candidates(String text) {
        List<Parts> candidates = new ArrayList<>();
        json(text).ifPresent(candidates::add);
        tagged(text).ifPresent(candidates::add);
        line(text).ifPresent(candidates::add);
        return candidates;
    }

    /** An object, bare, fenced, or after some words. */
    private static Optional<Parts> json(String text) {
        int from = text.indexOf('{');
        int to = text.lastIndexOf('}');
        if (from < 0 || to < from) {
            return Optional.empty();
        }
        try {
            JsonNode object = JSON.readTree(text.substring(from, to + 1));
            JsonNode answer = object.path("answer");
            if (!answer.isValueNode()) {
                return Optional.empty();
            }
            String explanation = "";
            for (String name : EXPLANATIONS) {
                explanation = explanation.isEmpty() ? object.path(name).asString("") : explanation;
            }
            return Optional.of(new Parts(explanation, answer.asString("")));
        } catch (JacksonException e) {
            return Optional.empty();
        }
    }

    /** Tags, inside a {@code <response>} or not. */
    private static Optional<Parts> tagged(String text) {
        String answer = lastTag(text, "answer");
        if (answer == null) {
            return Optional.empty();
        }
        for (String name : EXPLANATIONS) {
            String explanation = lastTag(text, name);
            if (explanation != null) {
                return Optional.of(new Parts(explanation, answer));
            }
        }
        return Optional.of(new Parts("", answer));
    }

    private static @Nullable String lastTag(String text, String name) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.length() != text.length()) {
            return null; // Letters whose lower case is longer: places would not agree.
        }
        int close = lower.lastIndexOf("</" + name + ">");
        int open = close < 0 ? -1 : lower.lastIndexOf("<" + name + ">", close);
        return open < 0 ? null : text.substring(open + name.length() + 2, close);
    }

    /** {@code Explanation: ..., Answer: ...} */
    private static Optional<Parts> line(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        int at = lower.lastIndexOf("answer:");
        if (at < 0 || lower.length() != text.length()) {
            return Optional.empty();
        }
        String before = stripped(text.substring(0, at), ", \t\r\n");
        String explanation = before.regionMatches(true, 0, "explanation:", 0, "explanation:".length())
                ? before.substring("explanation:".length())
                : before;
        return Optional.of(new Parts(explanation, text.substring(at + "answer:".length())));
    }

    private Scale.@Nullable Label label(String answer) {
        return scale.find(stripped(answer, WRAPPING)).orElseGet(() -> contained(answer));
    }

    /** The only label within the answer; a label within a longer one that is there does not count. */
    private Scale.@Nullable Label contained(String answer) {
        StringBuilder rest = new StringBuilder(answer.toLowerCase(Locale.ROOT));
        Scale.Label found = null;
        List<Scale.Label> longestFirst = scale.labels().stream()
                .sorted(Comparator.comparingInt((Scale.Label label) -> label.text().length()).reversed())
                .toList();
        for (Scale.Label label : longestFirst) {
            String wanted = label.text().toLowerCase(Locale.ROOT);
            int at = wordIndex(rest, wanted);
            if (at >= 0 && found != null) {
                return null;
            }
            if (at >= 0) {
                found = label;
                for (; at >= 0; at = wordIndex(rest, wanted)) {
                    rest.replace(at, at + wanted.length(), "\n");
                }
            }
        }
        return found;
    }

    /** Where a label stands as words of their own: "no" is not in "not". */
    private static int wordIndex(StringBuilder text, String wanted) {
        for (int at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + 1)) {
            int end = at + wanted.length();
            if ((at == 0 || !Character.isLetterOrDigit(text.charAt(at - 1)))
                    && (end == text.length() || !Character.isLetterOrDigit(text.charAt(end)))) {
                return at;
            }
        }
        return -1;
    }

    private static String withoutThoughts(String text) {
        String rest = text;
        for (String name : THOUGHTS) {
            String close = "</" + name + ">";
            int end = rest.lastIndexOf(close);
            if (end >= 0) {
                rest = rest.substring(end + close.length());
            }
        }
        return rest;
    }

    private static String stripped(String text, String characters) {
        int from = 0;
        int to = text.length();
        while (from < to && characters.indexOf(text.charAt(from)) >= 0) {
            from++;
        }
        while (to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
            to--;
        }
        return text.substring(from, to);
    }
}
