package dev.outcrop.guardrails.pii;

import java.util.function.Consumer;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import dev.outcrop.guardrails.assessment.Effect;
import dev.outcrop.guardrails.assessment.Finding;
import dev.outcrop.guardrails.assessment.Span;
import dev.outcrop.guardrails.config.SensitivePattern;
import dev.outcrop.guardrails.policy.AssessmentException;
import dev.outcrop.guardrails.text.AssessedText;

/** A regular expression of a user, ready to search. Immutable and thread-safe. */
record CompiledPattern(SensitivePattern configured, Pattern pattern) {

    /** @throws IllegalArgumentException when it is not one in RE2's syntax */
    static CompiledPattern of(SensitivePattern configured) {
        try {
            return new CompiledPattern(configured, Pattern.compile(configured.pattern()));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("Not a regular expression: " + e.getMessage(), e);
        }
    }

    /**
     * Hands on what it matches that is not empty, in the order of the text.
     *
     * @throws AssessmentException when that takes too long or the thread is interrupted
     */
    void find(AssessedText text, Effect effect, Consumer<Finding.Pattern> found) {
        Matcher matcher = pattern.matcher(new MeteredText(text.text()));
        while (matcher.find()) {
            Interruption.check();
            if (matcher.end() > matcher.start()) {
                found.accept(new Finding.Pattern(
                        configured.name(),
                        configured.pattern(),
                        text.text().substring(matcher.start(), matcher.end()),
                        new Span(text.index(), matcher.start(), matcher.end()),
                        effect));
            }
        }
    }
}
