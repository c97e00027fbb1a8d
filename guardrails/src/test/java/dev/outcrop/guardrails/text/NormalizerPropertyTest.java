package dev.outcrop.guardrails.text;

import java.util.List;
import java.util.stream.Collectors;

import dev.outcrop.guardrails.policy.AssessmentException;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.domains.DomainContext;

import static org.assertj.core.api.Assertions.assertThat;

@Domain(DisguisedText.class)
@Domain(DomainContext.Global.class)
final class NormalizerPropertyTest {
    private static final List<String> DISGUISES = List.of(
            "lantern", "LANTERN", "lan\u200Btern", "l\u0430nt\u0435rn", "ｌａｎｔｅｒｎ", "\uD835\uDC25antern",
            "l\u00ADantern",
            "l\u0336antern", "ʟᴀɴᴛᴇʀɴ", "l\u0430\u0336nt\u0435rn", "lαn\u0336\u0336t\u0435\u0336\u0336\u0336rn");

    @Property
    void offsetsLieInTheOriginalAndNeverSplitAPair(@ForAll String text) {
        for (TextView view : views(text)) {
            for (int i = 0; i < view.text().length(); i++) {
                TextView.Range range = view.original(i, i + 1);
                assertThat(range.start()).isBetween(0, range.end());
                assertThat(range.end()).isLessThanOrEqualTo(text.length());
                assertThat(splitsPair(text, range.start()) || splitsPair(text, range.end()))
                        .as("%s of %s at %d", range, view.kind(), i)
                        .isFalse();
            }
        }
    }

    @Property
    void theFoldedViewRunsThroughTheOriginalInOrder(@ForAll String text) {
        TextView view = Normalizer.folded(text);
        for (int i = 1; i < view.text().length(); i++) {
            assertThat(view.start(i)).isGreaterThanOrEqualTo(view.start(i - 1));
            assertThat(view.end(i)).isGreaterThanOrEqualTo(view.end(i - 1));
        }
    }

    @Property
    void foldingAgainNeverLengthens(@ForAll String text) {
        String folded = Normalizer.folded(text).text();
        assertThat(Folding.fold(folded).text().length()).isLessThanOrEqualTo(folded.length());
    }

    /** A lookalike with a mark reads like the letter with that mark, from the same part of the original. */
    @Property
    void lookalikesWithMarksReadAsLettersWithMarks(
            @ForAll @StringLength(max = 6) @CharRange(from = 'a', to = 'z') String before,
            @ForAll @IntRange(max = 5) int letter,
            @ForAll @Size(min = 1, max = 3) List<@IntRange(min = 0x300, max = 0x33F) Integer> marks) {
        String on = marks.stream().map(Character::toString).collect(Collectors.joining());
        String lookalike = "x" + before + "аеосху".charAt(letter) + on + "x";
        String plain = "x" + before + "aeocxy".charAt(letter) + on + "x";
        TextView read = Normalizer.folded(lookalike);
        TextView expected = Normalizer.folded(plain);
        assertThat(read.text()).isEqualTo(expected.text());
        for (int i = 0; i < read.text().length(); i++) {
            assertThat(read.original(i, i + 1)).isEqualTo(expected.original(i, i + 1));
        }
    }

    @Property
    void whatIsFoundCoversWhatItWasReadFrom(
            @ForAll String before, @ForAll String after, @ForAll @IntRange(max = 10) int disguise) {
        String hidden = DISGUISES.get(disguise);
        String text = before + " " + hidden + " " + after;
        int start = before.length() + 1;
        TextView view = Normalizer.folded(text);
        boolean found = false;
        // Not lower-cased as a whole: some letters grow by that, and places would shift.
        for (int at = 0; at < view.text().length(); at++) {
            if (view.text().regionMatches(true, at, "lantern", 0, "lantern".length())) {
                TextView.Range range = view.original(at, at + "lantern".length());
                found |= range.start() == start && range.end() == start + hidden.length();
            }
        }
        assertThat(found).isTrue();
    }

    @Property
    void viewsAreBounded(@ForAll String text, @ForAll @IntRange(max = 400) int sentences) {
        List<TextView> views = views(text + "It rains.\n".repeat(sentences));
        long folded = views.getFirst().text().length();
        long alternative = views.stream().skip(1).mapToLong(view -> view.text().length()).sum();
        assertThat(folded).isLessThanOrEqualTo(4L * text.length() + 10L * sentences);
        long undressed = 5 * folded;
        long decoded = 5 * Math.max(4_096, 6 * folded);
        long nested = Math.max(16_384, 16 * folded);
        assertThat(alternative).isLessThanOrEqualTo(undressed + decoded + nested);
        assertThat(undressed + decoded + nested).isLessThanOrEqualTo(51 * folded + 36_864);
    }

    /** A text with more readings than there is room for is refused: then there is nothing but the main view. */
    private static List<TextView> views(String text) {
        try {
            return Normalizer.views(text);
        } catch (AssessmentException tooMany) {
            return List.of(Normalizer.folded(text));
        }
    }

    private static boolean splitsPair(String text, int at) {
        return at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
    }
}
