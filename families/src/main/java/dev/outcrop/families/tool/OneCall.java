package dev.outcrop.families.tool;

import java.util.List;

import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.TextInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Answer;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.inference.ToolCall;
import dev.outcrop.wire.error.ServiceException;

/**
 * An invocation whose caller wants at most one tool call: what the model asks for beyond the first is left out. No engine
 * can be told to stop after it, so this is done on the way back. Immutable.
 */
public record OneCall(TextInvocation invocation) implements TextInvocation {

    @Override
    public GenerationRequest generation() {
        return invocation.generation();
    }

    @Override
    public int answers() {
        return invocation.answers();
    }

    @Override
    public List<TextSpan> spans() {
        return invocation.spans();
    }

    @Override
    public TextInvocation withTexts(List<String> texts) {
        return new OneCall(invocation.withTexts(texts));
    }

    @Override
    public byte[] body(Answer answer, GenerationResult result) {
        return invocation.body(first(answer), result);
    }

    @Override
    public byte[] body(List<Completion> answers) {
        return invocation.body(
                answers.stream().map(one -> new Completion(first(one.answer()), one.result())).toList());
    }

    private static Answer first(Answer answer) {
        List<ToolCall> calls = answer.calls();
        return calls.size() <= 1 ? answer : new Answer(answer.text(), answer.reasoning(), calls.subList(0, 1));
    }

    @Override
    public byte[] blockedBody(String message) {
        return invocation.blockedBody(message);
    }

    @Override
    public byte[] blockedAnswer(String message, GenerationResult result) {
        return invocation.blockedAnswer(message, result);
    }

    @Override
    public ChunkWriter chunks(ChunkSink sink) {
        return new FirstCall(invocation.chunks(sink));
    }

    @Override
    public List<ChunkWriter> chunksOfAll(ChunkSink sink) {
        return invocation.chunksOfAll(sink).stream().<ChunkWriter>map(FirstCall::new).toList();
    }

    @Override
    public void blockedChunks(String message, ChunkSink sink) {
        invocation.blockedChunks(message, sink);
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return invocation.promptTooLong(cause);
    }

    private static final class FirstCall implements ChunkWriter {
        private final ChunkWriter chunks;
        private int calls;

        FirstCall(ChunkWriter chunks) {
            this.chunks = chunks;
        }

        @Override
        public void start(int promptTokens) {
            chunks.start(promptTokens);
        }

        @Override
        public void text(String text, int outputTokens) {
            chunks.text(text, outputTokens);
        }

        @Override
        public void reasoning(String text, int outputTokens) {
            chunks.reasoning(text, outputTokens);
        }

        @Override
        public void toolCall(String id, String name, int outputTokens) {
            calls++;
            if (calls == 1) {
                chunks.toolCall(id, name, outputTokens);
            }
        }

        @Override
        public void toolInput(String json, int outputTokens) {
            if (calls == 1) {
                chunks.toolInput(json, outputTokens);
            }
        }

        @Override
        public void end(GenerationResult result) {
            chunks.end(result);
        }

        @Override
        public void endBlocked(String message, GenerationResult result) {
            chunks.endBlocked(message, result);
        }
    }
}
