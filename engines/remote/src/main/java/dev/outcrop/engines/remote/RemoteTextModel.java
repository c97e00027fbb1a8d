package dev.outcrop.engines.remote;

import java.net.URI;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.engines.remote.openai.RequestBody;
import dev.outcrop.inference.Generation;
import dev.outcrop.inference.GenerationListener;
import dev.outcrop.inference.GenerationRequest;
import dev.outcrop.inference.InferenceException;
import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.TextModel;
import dev.outcrop.inference.UnsupportedRequestException;
import io.netty.channel.EventLoop;

/**
 * A text model behind servers that speak OpenAI's API.
 *
 * <p>Every answer is asked for as a stream, so that there is one path, and a caller that leaves stops its generation. A
 * generation runs on the caller's event loop where there is one. Thread-safe.
 */
public final class RemoteTextModel implements TextModel {

    /** Writing a body up to this size costs less than the hop to another thread. */
    private static final int WRITE_ON_LOOP = 64 * 1024;

    private final Upstream upstream;
    private final RequestBody bodies;
    private final TokenCounter counter;
    private final Set<RemoteGeneration> running = ConcurrentHashMap.newKeySet();
    private volatile boolean closed;

    /**
     * Calls nothing yet but health checks, which begin now.
     *
     * @param endpoints base URLs, such as {@code http://gpu-1:8000/v1}; at least one
     * @param loops carries what no event loop of a caller does; not closed here
     * @throws IllegalArgumentException when an endpoint is none that can be called
     */
    public RemoteTextModel(Collection<URI> endpoints, RemoteOptions options, Loops loops) {
        this.bodies = new RequestBody(options.model(), options.dialect());
        this.upstream = new Upstream(endpoints, options, loops);
        this.counter = new TokenCounter(upstream, bodies);
    }

    /** Other endpoints from now on. Calls on those that go run to their end. */
    public void endpoints(Collection<URI> endpoints) {
        upstream.pool().replace(endpoints);
    }

    @Override
    public String name() {
        return upstream.options().model();
    }

    @Override
    public int contextLength() {
        return upstream.options().contextLength();
    }

    @Override
    public boolean readsImages() {
        return upstream.options().readsImages();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnsupportedRequestException when the servers offer no count
     */
    @Override
    public int countTokens(Prompt prompt) {
        return counter.count(prompt);
    }

    @Override
    public Generation generate(GenerationRequest request, GenerationListener listener) {
        if (closed) {
            throw new InferenceException("The model is closed.");
        }
        long size = size(request);
        EventLoop loop = upstream.loops().choose();
        RemoteGeneration generation = new RemoteGeneration(
                upstream, loop, request, listener, bodies, running::remove);
        running.add(generation);
        if (loop.inEventLoop() && size <= WRITE_ON_LOOP) {
            generation.begin(body(request));
        } else if (loop.inEventLoop()) {
            Thread.ofVirtual().name("write-prompt").start(() -> beginLater(generation, loop, request));
        } else {
            beginLater(generation, loop, request);
        }
        return generation;
    }

    private byte[] body(GenerationRequest request) {
        return bodies.of(request, request.maxTokens());
    }

    private void beginLater(RemoteGeneration generation, EventLoop loop, GenerationRequest request) {
        byte[] body;
        try {
            body = body(request);
        } catch (RuntimeException e) {
            generation.fail(e);
            return;
        }
        Loops.run(loop, () -> {
            try {
                generation.begin(body);
            } catch (InferenceException e) {
                generation.refused(e);
            }
        });
    }

    /** About how long the body gets. */
    private long size(GenerationRequest request) {
        long size = 0;
        for (Message message : RequestBody.chatOf(request.prompt()).messages()) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Image(String type, byte[] bytes)) {
                    if (!readsImages()) {
                        throw new UnsupportedRequestException("The model cannot read images (" + type + ").");
                    }
                    size += bytes.length;
                }
            }
            size += message.text().length();
        }
        return size;
    }

    @Override
    public void close() {
        closed = true;
        running.forEach(each -> each.fail(new InferenceException("The model is closed.")));
        upstream.close();
    }
}
