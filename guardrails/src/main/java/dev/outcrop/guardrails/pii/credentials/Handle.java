package dev.outcrop.guardrails.pii.credentials;

import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;

import dev.outcrop.guardrails.config.PiiType;
import dev.outcrop.guardrails.pii.scan.Candidate;
import dev.outcrop.guardrails.pii.scan.Cue;
import dev.outcrop.guardrails.pii.scan.Recogniser;
import dev.outcrop.guardrails.pii.scan.ScannedText;

/**
 * Handles: {@code @name} in prose. Annotations of programming languages, packages and rules of style sheets start with the
 * same sign.
 */
final class Handle implements Recogniser {
    private static final int LONGEST = 30;
    private static final Set<String> CODE = Set.of(
            "override", "param", "return", "returns", "throws", "deprecated", "suppresswarnings", "test", "media",
            "import",
            "keyframes", "property", "staticmethod", "classmethod", "autowired", "bean", "component", "service",
            "entity",
            "todo", "nullable", "see", "since", "author", "version", "link", "code", "here", "everyone", "channel",
            "all",
            "functionalinterface", "interface", "charset", "supports", "include", "mixin", "extend", "if", "else",
            "each",
            "for", "while", "end", "click", "dataclass", "pytest", "app", "id", "type", "types", "font", "page",
            "data");

    @Override
    public void recognise(ScannedText text, Consumer<Candidate> found) {
        String chars = text.text();
        for (int at = chars.indexOf('@'); at >= 0; at = chars.indexOf('@', at + 1)) {
            int end = at + 1;
            while (end - at <= LONGEST + 1 && isPart(text.at(end))) {
                end++;
            }
            while (end > at + 1 && text.at(end - 1) == '.') {
                end--;
            }
            if (isHandle(text, at, end)) {
                boolean social = text.within(Cue.SOCIAL_MEDIA, at, end, 60);
                found.accept(new Candidate(PiiType.USERNAME, at, end, social ? 0.8 : 0.55));
            }
        }
    }

    private static boolean isHandle(ScannedText text, int at, int end) {
        int length = end - at - 1;
        char before = text.at(at - 1);
        char after = text.at(end);
        if (length < 2 || length > LONGEST || Character.isLetterOrDigit(before) || "._-/\\@\"'`".indexOf(before) >= 0
                || "(/\\{@=[".indexOf(after) >= 0 || !hasLetter(text, at, end)) {
            return false;
        }
        return !CODE.contains(text.text().substring(at + 1, end).toLowerCase(Locale.ROOT))
                && !startsLineOfCode(text, at, end);
    }

    /** A tag of a comment follows its marks, an annotation stands alone on its line or is indented. */
    private static boolean startsLineOfCode(ScannedText text, int at, int end) {
        int i = at - 1;
        while (i >= 0 && text.at(i) == ' ') {
            i--;
        }
        boolean startsLine = i < 0 || text.at(i) == '\n';
        boolean indented = startsLine && i < at - 1;
        boolean comment = i >= 0 && "*/#;%".indexOf(text.at(i)) >= 0;
        return comment || indented || (startsLine && (text.at(end) == '\n' || text.at(end) == '\r'));
    }

    private static boolean hasLetter(ScannedText text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (Character.isLetter(text.at(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPart(char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_' || c == '.';
    }
}
