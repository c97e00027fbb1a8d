package dev.outcrop.engines.gguf.answer;

import java.nio.charset.StandardCharsets;

import dev.outcrop.engines.gguf.sampling.TokenConstraint;
import dev.outcrop.engines.gguf.tokenizer.Tokenizer;
import org.jspecify.annotations.Nullable;

/**
 * For the format whose calls have no marker: an answer that begins with <code>{</code> is held to a call, any other is
 * free. Not thread-safe.
 */
public final class LeadConstraint implements TokenConstraint {

    private final Tokenizer tokenizer;
    private final TokenConstraint call;
    private boolean undecided = true;
    private @Nullable TokenConstraint held;

    /** @param call at its beginning */
    public LeadConstraint(Tokenizer tokenizer, TokenConstraint call) {
        this.tokenizer = tokenizer;
        this.call = call;
    }

    @Override
    public void mask(float[] logits) {
        if (held != null) {
            held.mask(logits);
        }
    }

    @Override
    public void accept(int token) {
        if (held != null) {
            held.accept(token);
        } else if (undecided) {
            decide(token);
        }
    }

    private void decide(int token) {
        String text = new String(tokenizer.bytes(token), StandardCharsets.UTF_8);
        if (text.isBlank()) {
            return;
        }
        undecided = false;
        if (!text.startsWith("{")) {
            return;
        }
        try {
            call.accept(token);
            held = call;
        } catch (IllegalArgumentException e) {
            // Another object than a call, such as an answer in JSON: that is text.
            held = null;
        }
    }

    @Override
    public boolean mayEnd() {
        return held == null || held.mayEnd();
    }

    @Override
    public boolean isComplete() {
        return held != null && held.isComplete();
    }
}
