package dev.outcrop.families.embedding;

import java.util.List;

import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import dev.outcrop.wire.error.ValidationException;
import tools.jackson.core.JsonGenerator;

/**
 * What the embedding families' invocations have in common. Immutable.
 *
 * @param asked the texts as the caller wrote them
 * @param format how the answer is written
 */
record EmbeddedTexts(List<String> asked, int dimensions, Format format) implements EmbeddingInvocation {

    /** How one family writes its answers. */
    interface Format {

        /** What the model reads of a text, as after cutting it to size. */
        default String read(String text) {
            return text;
        }

        /** The members of the body. */
        void write(JsonGenerator json, List<String> asked, List<Embedding> embeddings);

        /** The members of a body without vectors. */
        void writeNone(JsonGenerator json);
    }

    EmbeddedTexts {
        asked = List.copyOf(asked);
    }

    @Override
    public List<String> texts() {
        return asked.stream().map(format::read).toList();
    }

    @Override
    public List<TextSpan> spans() {
        return asked.stream().map(text -> new TextSpan(TextSpan.Role.USER, text)).toList();
    }

    @Override
    public EmbeddedTexts withTexts(List<String> texts) {
        return new EmbeddedTexts(texts, dimensions, format);
    }

    @Override
    public byte[] body(List<Embedding> embeddings) {
        return JsonText.object(json -> format.write(json, asked, embeddings));
    }

    /** No vectors, and the message beside them: what the service says here is not known. */
    @Override
    public byte[] blockedBody(String message) {
        return JsonText.object(json -> {
            format.writeNone(json);
            json.writeStringProperty("message", message);
        });
    }

    @Override
    public ServiceException promptTooLong(PromptTooLongException cause) {
        return tooManyTokens(cause.contextLength(), cause.promptTokens());
    }

    /** What Titan says; it ends with a blank. */
    static ValidationException tooManyTokens(int limit, int tokens) {
        return new ValidationException("400 Bad Request: Too many input tokens. Max input tokens: " + limit
                + ", request input token count: " + tokens + " ");
    }
}
