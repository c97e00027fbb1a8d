package dev.outcrop.guardrails.classifier;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.StopReason;
import dev.outcrop.inference.TextModel;

/** A chat model that does as told, and remembers what it was asked and whether that was cancelled. */
final class ScriptedJudge implements TextModel {
    private final Consumer<GenerationListener> script;
    private final List<GenerationRequest> requests = new ArrayList<>();
    private int cancelled;

    private ScriptedJudge(Consumer<GenerationListener> script) {
        this.script = script;
    }

    /** Answers with these pieces, and ends its turn. */
    static ScriptedJudge saying(String... pieces) {
        return ending(StopReason.END_OF_TURN, pieces);
    }

    static ScriptedJudge ending(StopReason reason, String... pieces) {
        return new ScriptedJudge(listener -> {
            listener.onStart(1);
            for (int i = 0; i < pieces.length; i++) {
                listener.onText(pieces[i], i + 1);
            }
            listener.onEnd(new GenerationResult(1, pieces.length, reason, null));
        });
    }

    /** Begins to answer and does not go on. */
    static ScriptedJudge hanging() {
        return new ScriptedJudge(listener -> {
            listener.onStart(1);
            listener.onText("sa", 1);
        });
    }

    /** Fails after it began. */
    static ScriptedJudge failing(RuntimeException failure) {
        return new ScriptedJudge(listener -> listener.onFailure(failure));
    }

    /** Does not even begin. */
    static ScriptedJudge refusing(RuntimeException failure) {
        return new ScriptedJudge(_ -> {
            throw failure;
        });
    }

    List<GenerationRequest> requests() {
        return requests;
    }

    int cancelled() {
        return cancelled;
    }

    @Override
    public String name() {
        return "scripted";
    }

    @Override
    public int contextLength() {
        return 1_000;
    }

    @Override
    public int countTokens(Prompt prompt) {
        return 1;
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        requests.add(request);
        script.accept(listener);
        return new Generation() {
            @Override
            public void cancel() {
                cancelled++;
            }

            @Override
            public void pause() {}

            @Override
            public void resume() {}
        };
    }

    @Override
    public void close() {}
}
