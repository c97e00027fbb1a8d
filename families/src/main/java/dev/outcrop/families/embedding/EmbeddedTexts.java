package dev.outcrop.families.embedding;

import java.util.List;

import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.TextSpan;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import tools.jackson.core.JsonGenerator;

/**
 * What the embedding families' invocations have in common. Immutable.
 *
 * @param asked the texts as the caller wrote them, parts of one text apart
 * @param dimensions numbers per vector
 * @param reading how the model reads them
 * @param format how the answer is written
 */
record EmbeddedTexts(List<String> asked, int dimensions, Reading reading, Format format)
        implements
            EmbeddingInvocation {

    /** How one family reads and writes. */
    interface Format {

        /** What the model reads of the texts as they were written. */
        default List<String> read(List<String> asked) {
            return asked;
        }

        /** The members of the body. */
        void write(JsonGenerator json, List<String> asked, List<Embedding> embeddings);

        /** The members of a body without vectors. */
        void writeNone(JsonGenerator json);

        /** What the service says when a text has too many tokens. */
        ServiceException tooLong(PromptTooLongException cause);
    }

    EmbeddedTexts {
        asked = List.copyOf(asked);
    }

    @Override
    public List<String> texts() {
        return format.read(asked);
    }

    @Override
    public EmbeddingRequest request() {
        return new EmbeddingRequest(texts(), reading.purpose(), reading.mostTokens(), reading.overflow());
    }

    @Override
    public List<TextSpan> spans() {
        return asked.stream().map(text -> new TextSpan(TextSpan.Role.USER, text)).toList();
    }

    @Override
    public EmbeddedTexts withTexts(List<String> texts) {
        return new EmbeddedTexts(texts, dimensions, reading, format);
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
        return format.tooLong(cause);
    }
}
