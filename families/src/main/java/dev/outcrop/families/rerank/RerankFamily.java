package dev.outcrop.families.rerank;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

import dev.outcrop.families.Bodies;
import dev.outcrop.families.Family;
import dev.outcrop.families.Finish;
import dev.outcrop.families.InvocationContext;
import dev.outcrop.families.JsonText;
import dev.outcrop.families.RerankInvocation;
import dev.outcrop.families.TextSpan;
import dev.outcrop.families.schema.Schema;
import dev.outcrop.families.schema.Violations;
import dev.outcrop.inference.EmbeddingPurpose;
import dev.outcrop.inference.EmbeddingRequest;
import dev.outcrop.inference.EmbeddingRequest.Overflow;
import dev.outcrop.inference.PromptTooLongException;
import dev.outcrop.wire.error.ServiceException;
import tools.jackson.databind.JsonNode;

import static dev.outcrop.families.schema.Schema.integerFrom;
import static dev.outcrop.families.schema.Schema.nonEmptyText;
import static dev.outcrop.families.schema.Schema.object;

/**
 * Cohere Rerank 3.5 and Amazon Rerank 1.0. Fields: Amazon Bedrock user guide, "Rerank models"; bodies as recorded. A
 * document is a text, or an object whose JSON is then the text.
 *
 * <p>Too long a query or document is cut at its end, as Cohere's API reference, "Rerank", says: documents at
 * {@code max_tokens_per_doc}, queries at half the context of 4,096 tokens. What Amazon's model does is not published; it
 * is treated alike.
 */
public final class RerankFamily implements Family {
    private static final int MOST_DOCUMENTS = 1_000;
    private static final int MOST_DOCUMENT_TOKENS = 4_096;
    private static final int MOST_QUERY_TOKENS = 2_048;

    private static final Schema DOCUMENTS = new Schema.Items(
            new Schema.Either(nonEmptyText(), object().open()), 1, MOST_DOCUMENTS);
    private static final Schema AMAZON = object()
            .required("query", nonEmptyText())
            .required("documents", DOCUMENTS)
            .optional("top_n", integerFrom(1))
            .closed();
    private static final Schema COHERE = object()
            .required("query", nonEmptyText())
            .required("documents", DOCUMENTS)
            .required("api_version", integerFrom(2))
            .optional("top_n", integerFrom(1))
            .optional("max_tokens_per_doc", integerFrom(1))
            .closed();

    @Override
    public RerankInvocation parse(InvocationContext context, JsonNode body) {
        Violations.check(context.modelId().startsWith("amazon.") ? AMAZON : COHERE, body);
        List<String> documents = new ArrayList<>();
        body.path("documents")
                .forEach(document -> documents.add(document.isString() ? document.stringValue() : document.toString()));
        return new Rerank(
                body.path("query").stringValue(), documents, Bodies.integer(body, "top_n", Integer.MAX_VALUE),
                Bodies.integer(body, "max_tokens_per_doc", MOST_DOCUMENT_TOKENS));
    }

    /**
     * @param most how many results at most
     * @param mostTokens of a document
     */
    private record Rerank(String query, List<String> documents, int most, int mostTokens) implements RerankInvocation {

        Rerank {
            documents = List.copyOf(documents);
        }

        @Override
        public EmbeddingRequest queryRequest() {
            return new EmbeddingRequest(List.of(query), EmbeddingPurpose.QUERY, MOST_QUERY_TOKENS, Overflow.DROP_END);
        }

        @Override
        public EmbeddingRequest documentsRequest() {
            return new EmbeddingRequest(documents, EmbeddingPurpose.DOCUMENT, mostTokens, Overflow.DROP_END);
        }

        /** The query first, then the documents. */
        @Override
        public List<TextSpan> spans() {
            List<TextSpan> spans = new ArrayList<>();
            spans.add(new TextSpan(TextSpan.Role.USER, query));
            documents.forEach(document -> spans.add(new TextSpan(TextSpan.Role.USER, document)));
            return spans;
        }

        @Override
        public RerankInvocation withTexts(List<String> texts) {
            return new Rerank(texts.getFirst(), texts.subList(1, texts.size()), most, mostTokens);
        }

        @Override
        public byte[] body(double[] scores) {
            List<Integer> best = IntStream.range(0, scores.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble((Integer index) -> -scores[index]))
                    .limit(most)
                    .toList();
            return JsonText.object(json -> {
                json.writeArrayPropertyStart("results");
                for (int index : best) {
                    json.writeStartObject();
                    json.writeNumberProperty("index", index);
                    json.writeNumberProperty("relevance_score", (float) scores[index]);
                    json.writeEndObject();
                }
                json.writeEndArray();
            });
        }

        @Override
        public byte[] blockedBody(String message) {
            return JsonText.object(json -> {
                json.writeArrayPropertyStart("results");
                json.writeEndArray();
                json.writeStringProperty("message", message);
            });
        }

        @Override
        public ServiceException promptTooLong(PromptTooLongException cause) {
            return Finish.contextLength(cause);
        }
    }
}
