package dev.outcrop.guardrails.words;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.assessment.Usage;
import dev.outcrop.guardrails.config.CustomWord;
import dev.outcrop.guardrails.config.Direction;
import dev.outcrop.guardrails.config.Handlings;
import dev.outcrop.guardrails.policy.Policy;
import dev.outcrop.guardrails.policy.TextUnits;
import dev.outcrop.guardrails.text.AssessedText;
import dev.outcrop.guardrails.text.TextView;
import org.jspecify.annotations.Nullable;

/**
 * Finds configured words and phrases, and profanity, whatever their case and in every view of the text.
 *
 * <p>A term matches where it is delimited: not inside a longer word. White space inside a phrase matches any white space.
 * (Amazon Bedrock user guide, "Remove specific words and phrases from conversations by using word filters".)
 */
public final class WordPolicy implements Policy {
    private final List<CustomWord> words;
    private final TermIndex index;
    private final @Nullable Handlings profanity;

    /**
     * @param words may be empty
     * @param profanity how words of the managed list are handled; null when the list is not used
     */
    public WordPolicy(List<CustomWord> words, @Nullable Handlings profanity) {
        this.words = List.copyOf(words);
        this.profanity = profanity;
        index = new TermIndex(words.stream().map(CustomWord::text).toList());
    }

    @Override
    public List<Finding> assess(Direction direction, List<AssessedText> content) {
        List<Finding> findings = new ArrayList<>();
        if (isEnabledIn(direction)) {
            for (AssessedText text : content) {
                if (text.block().guarded()) {
                    assess(direction, text, findings);
                }
            }
        }
        return findings;
    }

    @Override
    public Usage usage(Direction direction, List<AssessedText> content) {
        int units = isEnabledIn(direction) ? TextUnits.ofGuarded(content) : 0;
        return new Usage(0, 0, units, 0, 0, 0);
    }

    private boolean isEnabledIn(Direction direction) {
        return (profanity != null && profanity.enabledIn(direction))
                || words.stream().anyMatch(word -> word.handlings().enabledIn(direction));
    }

    private void assess(Direction direction, AssessedText text, List<Finding> findings) {
        List<Occurrence> custom = new ArrayList<>();
        List<Occurrence> managed = new ArrayList<>();
        boolean lookForProfanity = profanity != null && profanity.enabledIn(direction);
        for (TextView view : text.views()) {
            index.find(view.text(), (term, start, end) -> {
                if (words.get(term).handlings().enabledIn(direction)) {
                    custom.add(new Occurrence(term, text.span(view, start, end)));
                }
            });
            if (lookForProfanity) {
                // Which entry of the list it was is of no interest: nested ones at one place are one.
                ProfanityList.index()
                        .find(view.text(),
                                (_, start, end) -> managed.add(new Occurrence(0, text.span(view, start, end))));
            }
        }
        for (Occurrence found : distinct(custom)) {
            Effect effect = Effect.of(words.get(found.term()).handlings().in(direction));
            findings.add(new Finding.CustomWord(found.in(text), found.span(), effect));
        }
        if (profanity != null) {
            Effect effect = Effect.of(profanity.in(direction));
            for (Occurrence found : distinct(managed)) {
                findings.add(new Finding.Profanity(found.in(text), found.span(), effect));
            }
        }
    }

    private record Occurrence(int term, Span span) {
        String in(AssessedText text) {
            return text.text().substring(span.start(), span.end());
        }
    }

    /** One per term and place, the longest where several overlap, in the order of the text. */
    private static List<Occurrence> distinct(List<Occurrence> found) {
        if (found.size() < 2) {
            return found;
        }
        found.sort(Comparator.comparingInt(Occurrence::term)
                .thenComparingInt(occurrence -> occurrence.span().start())
                .thenComparing(occurrence -> occurrence.span().end(), Comparator.reverseOrder()));
        List<Occurrence> distinct = new ArrayList<>();
        int term = -1;
        int covered = 0;
        for (Occurrence occurrence : found) {
            if (occurrence.term() != term || occurrence.span().start() >= covered) {
                distinct.add(occurrence);
                term = occurrence.term();
                covered = occurrence.span().end();
            }
        }
        distinct.sort(Comparator.comparingInt((Occurrence occurrence) -> occurrence.span().start())
                .thenComparingInt(occurrence -> occurrence.span().end()));
        return distinct;
    }
}
