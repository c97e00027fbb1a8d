package dev.outcrop.cli.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

import tools.jackson.databind.JsonNode;

/** A response of ApplyGuardrail for people: the text with what was found in it underlined, then the other findings. */
final class AssessmentText {

    private AssessmentText() {}

    /** A part of the text and what it was taken for. */
    private record Mark(int start, int end, String label) {}

    /** @param text the text that was assessed */
    static String of(String text, JsonNode response) {
        JsonNode assessment = response.path("assessments").path(0);
        StringBuilder out = new StringBuilder();
        out.append(verdict(response)).append('\n').append('\n');
        underline(text, marks(text, assessment), out);
        List<String> rows = rows(assessment);
        if (!rows.isEmpty()) {
            out.append('\n');
            rows.forEach(row -> out.append("  ").append(row).append('\n'));
        }
        for (JsonNode output : response.path("outputs")) {
            out.append('\n').append("Answered instead:\n  ")
                    .append(output.path("text").asString("").replace("\n", "\n  ")).append('\n');
        }
        return out.toString();
    }

    private static String verdict(JsonNode response) {
        String verdict = switch (response.path("actionReason").asString("")) {
            case "Guardrail blocked." -> "BLOCKED";
            case "Guardrail masked." -> "MASKED";
            default -> "NOT TOUCHED";
        };
        JsonNode metrics = response.path("assessments").path(0).path("invocationMetrics");
        JsonNode characters = metrics.path("guardrailCoverage").path("textCharacters");
        return String.format(
                Locale.ROOT,
                "%s   (%d of %d characters assessed in %d ms)",
                verdict,
                characters.path("guarded").asInt(0),
                characters.path("total").asInt(0),
                metrics.path("guardrailProcessingLatency").asLong(0));
    }

    private static List<Mark> marks(String text, JsonNode assessment) {
        List<Mark> marks = new ArrayList<>();
        JsonNode words = assessment.path("wordPolicy");
        JsonNode sensitive = assessment.path("sensitiveInformationPolicy");
        mark(text, words.path("customWords"), "", "custom word", marks);
        mark(text, words.path("managedWordLists"), "type", "", marks);
        mark(text, sensitive.path("piiEntities"), "type", "", marks);
        mark(text, sensitive.path("regexes"), "name", "", marks);
        marks.sort(Comparator.comparingInt(Mark::start).thenComparingInt(Mark::end));
        return marks;
    }

    /** The response names what was matched, not where; equal matches stand in the order of the text. */
    private static void mark(String text, JsonNode entries, String member, String fixed, List<Mark> marks) {
        int from = 0;
        for (JsonNode entry : entries) {
            String match = entry.path("match").asString("");
            int start = text.indexOf(match, from);
            if (start < 0) {
                start = text.indexOf(match);
            }
            if (match.isEmpty() || start < 0) {
                continue;
            }
            from = start + match.length();
            String name = member.isEmpty() ? fixed : entry.path(member).asString(fixed);
            marks.add(new Mark(start, from, name + ": " + action(entry)));
        }
    }

    private static String action(JsonNode entry) {
        String action = entry.path("action").asString("");
        return action.equals("NONE")
                ? entry.path("detected").asBoolean(true) ? "reported" : "not detected"
                : action.toLowerCase(Locale.ROOT);
    }

    private static void underline(String text, List<Mark> marks, StringBuilder out) {
        int lineStart = 0;
        for (String line : text.split("\n", -1)) {
            out.append("  ").append(line).append('\n');
            int lineEnd = lineStart + line.length();
            for (Mark mark : marks) {
                int start = Math.max(mark.start(), lineStart);
                int end = Math.min(mark.end(), lineEnd);
                if (start < end) {
                    out.append("  ")
                            .repeat(" ", columns(text, lineStart, start))
                            .repeat("^", Math.max(1, columns(text, start, end)))
                            .append(' ')
                            .append(mark.label())
                            .append('\n');
                }
            }
            lineStart = lineEnd + 1;
        }
    }

    /** Columns of a terminal: ideographs, kana and Hangul take two, marks that combine take none. */
    private static int columns(String text, int start, int end) {
        return text.substring(start, end).codePoints().map(AssessmentText::columns).sum();
    }

    private static int columns(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.FORMAT -> 0;
            default -> switch (Character.UnicodeScript.of(codePoint)) {
                case HAN, HIRAGANA, KATAKANA, HANGUL -> 2;
                default -> Character.isEmojiPresentation(codePoint) ? 2 : 1;
            };
        };
    }

    private static List<String> rows(JsonNode assessment) {
        List<String> rows = new ArrayList<>();
        for (JsonNode filter : assessment.path("contentPolicy").path("filters")) {
            rows.add(row(
                    "content filter",
                    filter.path("type").asString(""),
                    "confidence " + filter.path("confidence").asString("") + ", strength "
                            + filter.path("filterStrength").asString(""),
                    filter));
        }
        for (JsonNode topic : assessment.path("topicPolicy").path("topics")) {
            rows.add(row("denied topic", topic.path("name").asString(""), "", topic));
        }
        for (JsonNode filter : assessment.path("contextualGroundingPolicy").path("filters")) {
            rows.add(row(
                    "grounding",
                    filter.path("type").asString(""),
                    String.format(
                            Locale.ROOT,
                            "score %.2f, threshold %.2f",
                            filter.path("score").asDouble(0),
                            filter.path("threshold").asDouble(0)),
                    filter));
        }
        return rows;
    }

    private static String row(String policy, String name, String detail, JsonNode entry) {
        return String.format("%-15s %-22s %-36s %s", policy, name, detail, action(entry)).stripTrailing();
    }
}
