package dev.outcrop.families.ai21;

import java.util.List;

import dev.outcrop.families.AnswerFormat;
import dev.outcrop.families.ChunkSink;
import dev.outcrop.families.ChunkWriter;
import dev.outcrop.families.Completion;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.SeveralAnswers;
import dev.outcrop.families.WholeAsChunk;
import dev.outcrop.inference.GenerationResult;
import dev.outcrop.inference.StopReason;
import tools.jackson.core.JsonGenerator;

/**
 * Jurassic-2's answer: prompt and completion, each with a list of pieces and their places.
 *
 * <p>The vendor lists its own tokens with their log-probabilities. Here a piece is a word with the space before it, and
 * its log-probabilities are null: they are not known, and not made up.
 */
record JurassicAnswer(String prompt) implements SeveralAnswers {

    /** Every recording has this one. */
    private static final int ID = 1_234;

    /** A piece takes a hundred bytes: a prompt of nothing but newlines must not grow a hundredfold. */
    private static final int MOST_PIECES = 16_384;

    @Override
    public AnswerFormat withTexts(List<String> texts) {
        return new JurassicAnswer(texts.getFirst());
    }

    @Override
    public byte[] body(List<Completion> answers) {
        return JsonText.object(json -> {
            json.writeNumberProperty("id", ID);
            json.writeObjectPropertyStart("prompt");
            writeText(json, prompt);
            json.writeEndObject();
            json.writeArrayPropertyStart("completions");
            for (Completion answer : answers) {
                json.writeStartObject();
                json.writeObjectPropertyStart("data");
                writeText(json, answer.answer().text());
                json.writeEndObject();
                writeReason(json, answer.result());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    private static void writeReason(JsonGenerator json, GenerationResult result) {
        json.writeObjectPropertyStart("finishReason");
        json.writeStringProperty("reason", switch (result.stopReason()) {
            case END_OF_TURN, TOOL_CALLS, CONTENT_FILTERED -> "endoftext";
            case MAX_TOKENS, CONTEXT_FULL -> "length";
            case STOP_SEQUENCE -> "stop";
        });
        if (result.stopReason() == StopReason.MAX_TOKENS || result.stopReason() == StopReason.CONTEXT_FULL) {
            json.writeNumberProperty("length", result.outputTokens());
        }
        json.writeEndObject();
    }

    private static void writeText(JsonGenerator json, String text) {
        json.writeStringProperty("text", text);
        json.writeArrayPropertyStart("tokens");
        int start = 0;
        for (int pieces = 0; start < text.length() && pieces < MOST_PIECES; pieces++) {
            int end = endOfPiece(text, start);
            writePiece(json, text.substring(start, end), start, end);
            start = end;
        }
        json.writeEndArray();
    }

    /** A newline is a piece of its own; else a word with the white space before it. */
    private static int endOfPiece(String text, int start) {
        if (text.charAt(start) == '\n') {
            return start + 1;
        }
        int end = start;
        while (end < text.length() && text.charAt(end) == ' ') {
            end++;
        }
        while (end < text.length() && text.charAt(end) != ' ' && text.charAt(end) != '\n') {
            end++;
        }
        return end;
    }

    private static void writePiece(JsonGenerator json, String piece, int start, int end) {
        json.writeStartObject();
        json.writeObjectPropertyStart("generatedToken");
        json.writeStringProperty(
                "token", piece.equals("\n") ? "<|newline|>" : piece.replace(' ', '▁'));
        json.writeNullProperty("logprob");
        json.writeNullProperty("raw_logprob");
        json.writeEndObject();
        json.writeNullProperty("topTokens");
        json.writeObjectPropertyStart("textRange");
        json.writeNumberProperty("start", start);
        json.writeNumberProperty("end", end);
        json.writeEndObject();
        json.writeEndObject();
    }

    /** Never reached through the service, which refuses to stream these models; one chunk holds the whole body. */
    @Override
    public List<ChunkWriter> chunks(ChunkSink sink, int answers) {
        return WholeAsChunk.of(this, sink, answers);
    }
}
