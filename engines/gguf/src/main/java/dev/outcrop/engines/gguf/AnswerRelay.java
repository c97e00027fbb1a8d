package dev.outcrop.engines.gguf;

import java.security.SecureRandom;
import java.util.Set;

import dev.outcrop.engines.gguf.answer.AnswerParts;
import dev.outcrop.engines.gguf.answer.AnswerReader;
import dev.outcrop.engines.gguf.answer.ToolFormat;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.Reasoning;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.Tools;
import org.jspecify.annotations.Nullable;

/** Tells a listener the parts of an answer, each token at least once. Not thread-safe. */
final class AnswerRelay {
    private static final String ID_CHARACTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private static final int ID_LENGTH = 24;

    private final AnswerReader reader;
    private final Set<String> markers;
    private final SecureRandom random = new SecureRandom();
    private final boolean keepsThoughts;
    private final boolean demanded;
    private boolean hasCalls;

    // Valid while the reader is at work.
    private @Nullable GenerationListener listener;
    private int outputTokens;
    private boolean told;

    private AnswerRelay(@Nullable ToolFormat tools, boolean demanded, Reasoning reasoning, boolean thinking) {
        this.demanded = demanded;
        boolean apart = reasoning.mode() != Reasoning.Mode.INLINE;
        this.keepsThoughts = reasoning.mode() != Reasoning.Mode.OFF;
        this.reader = new AnswerReader(tools, apart, thinking, new Parts());
        this.markers = Set.copyOf(reader.markers());
    }

    /** What an answer must be taken apart with, or null when it is one text. */
    static @Nullable AnswerRelay of(GenerationRequest request, ToolFormat format, boolean thinking) {
        Tools tools = callable(request.prompt());
        boolean calls = !tools.isEmpty();
        boolean demanded = calls && !(tools.choice() instanceof Tools.Choice.Auto);
        boolean inline = request.reasoning().mode() == Reasoning.Mode.INLINE;
        return calls || !inline
                ? new AnswerRelay(calls ? format : null, demanded, request.reasoning(), thinking)
                : null;
    }

    /** Texts that must reach {@link #push} even where they are control tokens. */
    Set<String> markers() {
        return markers;
    }

    /** The tools that may be called. */
    static Tools callable(Prompt prompt) {
        Tools tools = prompt instanceof Prompt.Chat chat ? chat.tools() : Tools.NONE;
        return tools.choice() instanceof Tools.Choice.None ? Tools.NONE : tools;
    }

    boolean isMarker(String text) {
        return markers.contains(text);
    }

    /** Whether the model asked for a tool. */
    boolean hasCalls() {
        return hasCalls;
    }

    void push(String text, int tokens, GenerationListener to) {
        tell(tokens, to, () -> reader.push(text));
        if (!told) {
            to.onText("", tokens);
        }
    }

    /** @param reason why nothing more comes */
    void end(StopReason reason, int tokens, GenerationListener to) {
        tell(tokens, to, reason.isOwnEnd() ? reader::end : () -> reader.cutOff(demanded));
    }

    private void tell(int tokens, GenerationListener to, Runnable work) {
        listener = to;
        outputTokens = tokens;
        told = false;
        work.run();
        listener = null;
    }

    private String newId() {
        StringBuilder id = new StringBuilder("call_");
        for (int i = 0; i < ID_LENGTH; i++) {
            id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
        }
        return id.toString();
    }

    private GenerationListener listener() {
        GenerationListener to = listener;
        if (to == null) {
            throw new IllegalStateException("Nobody listens");
        }
        told = true;
        return to;
    }

    private final class Parts implements AnswerParts {
        @Override
        public void text(String text) {
            listener().onText(text, outputTokens);
        }

        @Override
        public void thought(String text) {
            if (keepsThoughts) {
                listener().onReasoning(text, outputTokens);
            }
        }

        @Override
        public void call(String name) {
            hasCalls = true;
            listener().onToolCall(newId(), name, outputTokens);
        }

        @Override
        public void input(String json) {
            listener().onToolInput(json, outputTokens);
        }
    }
}
