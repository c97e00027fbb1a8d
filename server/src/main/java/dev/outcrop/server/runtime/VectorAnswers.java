package dev.outcrop.server.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import dev.outcrop.families.EmbeddingInvocation;
import dev.outcrop.families.Invocation;
import dev.outcrop.families.RerankInvocation;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.server.http.Exchange;
import dev.outcrop.server.http.Names;
import dev.outcrop.server.metrics.InvocationMeters;

/**
 * Answers with vectors, or with an order made from them. Thread-safe.
 *
 * <p>Documents are ordered by the cosine of their vectors with the query's, negative ones counted as 0: an embedding
 * model's judgement of relevance, not that of a model trained to rerank.
 */
final class VectorAnswers {
    private final Projection projection = new Projection();
    private final InvocationMeters meters;

    VectorAnswers(InvocationMeters meters) {
        this.meters = meters;
    }

    /** Adds to a body what the service adds, such as a guardrail's members. */
    @FunctionalInterface
    interface Members {
        byte[] added(byte[] body);
    }

    /** Embeds every text and answers. On the loop; the work is done beside it. */
    void embed(Exchange exchange, EmbeddingInvocation invocation, EmbeddingModel model, Members members) {
        beside(exchange, invocation, () -> {
            List<Embedding> embeddings = new ArrayList<>();
            int tokens = 0;
            for (Embedding embedding : model.embed(invocation.request())) {
                tokens += embedding.tokens();
                embeddings.add(new Embedding(
                        projection.apply(embedding.vector(), invocation.dimensions()), embedding.tokens()));
            }
            return new Answer(members.added(invocation.body(embeddings)), tokens);
        }, true);
    }

    /** Scores every document and answers. On the loop; the work is done beside it. */
    void rerank(Exchange exchange, RerankInvocation invocation, EmbeddingModel model, Members members) {
        beside(exchange, invocation, () -> {
            Embedding query = model.embed(invocation.queryRequest()).getFirst();
            List<Embedding> documents = model.embed(invocation.documentsRequest());
            double[] scores = new double[documents.size()];
            int tokens = query.tokens();
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Math.clamp(cosine(query.vector(), documents.get(i).vector()), 0, 1);
                tokens += documents.get(i).tokens();
            }
            return new Answer(members.added(invocation.body(scores)), tokens);
        }, false);
    }

    private record Answer(byte[] body, int tokens) {}

    /**
     * Vectors take time: not on the event loop. The engine bounds how many are computed at once. Whoever leaves
     * interrupts it.
     */
    private void beside(Exchange exchange, Invocation invocation, Supplier<Answer> work, boolean countsTokens) {
        exchange.measuredAs("Embeddings");
        Thread thread = Thread.ofVirtual().name("vectors-" + exchange.requestId()).unstarted(() -> {
            try {
                Answer answer = work.get();
                exchange.onLoop(() -> respond(exchange, answer, countsTokens));
            } catch (RuntimeException e) {
                RuntimeException visible = Failures.beforeFirstToken(e, invocation::promptTooLong);
                exchange.onLoop(() -> fail(exchange, visible));
            } catch (Throwable e) {
                // An error too is an answer: a client must not wait for nothing.
                exchange.onLoop(() -> fail(exchange, e));
            }
        });
        exchange.onLeave(thread::interrupt);
        thread.start();
    }

    /** Whoever has left needs no answer: the interrupt alone made it fail. */
    private static void fail(Exchange exchange, Throwable failure) {
        if (!exchange.isOver()) {
            exchange.fail(failure);
        }
    }

    /** Neither vectors nor orders have output tokens, and orders have no input tokens either. */
    private void respond(Exchange exchange, Answer answer, boolean countsTokens) {
        exchange.tokens(answer.tokens(), 0);
        meters.begin(exchange.measuredAs(), String.valueOf(exchange.modelId()), exchange.startNanos())
                .tokens(answer.tokens(), 0);
        exchange.answersVectors();
        exchange.counted(answer.tokens(), 0);
        exchange.header(Names.INVOCATION_LATENCY, Long.toString(exchange.elapsedMillis()));
        if (countsTokens) {
            exchange.header(Names.INPUT_TOKEN_COUNT, Integer.toString(answer.tokens()));
        }
        exchange.respond(200, answer.body());
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double squaresA = 0;
        double squaresB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            squaresA += (double) a[i] * a[i];
            squaresB += (double) b[i] * b[i];
        }
        return squaresA == 0 || squaresB == 0 ? 0 : product / Math.sqrt(squaresA * squaresB);
    }
}
