package dev.outcrop.engines.remote;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.Collection;

import dev.outcrop.engines.remote.http.Loops;
import dev.outcrop.inference.Embedding;
import dev.outcrop.inference.EmbeddingModel;
import dev.outcrop.inference.UpstreamException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * An embedding model behind servers that speak OpenAI's API ({@code /embeddings}). Thread-safe.
 *
 * <p>{@link #embed} waits for the server: not for event loops.
 */
public final class RemoteEmbeddingModel implements EmbeddingModel {
    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;
    private static final int FIRST_SIZE = 1_024;

    private final Upstream upstream;
    private volatile int dimensions;

    /**
     * Calls nothing yet but health checks, which begin now.
     *
     * @param endpoints base URLs; at least one
     * @param dimensions numbers per vector; 0 asks the server when it is first needed
     * @param loops carries the calls; not closed here
     */
    public RemoteEmbeddingModel(Collection<URI> endpoints, RemoteOptions options, int dimensions, Loops loops) {
        this.upstream = new Upstream(endpoints, options, loops);
        this.dimensions = dimensions;
    }

    /** Other endpoints from now on. */
    public void endpoints(Collection<URI> endpoints) {
        upstream.pool().replace(endpoints);
    }

    @Override
    public String name() {
        return upstream.options().model();
    }

    @Override
    public int dimensions() {
        if (dimensions == 0) {
            dimensions = embed("dimensions").vector().length;
        }
        return dimensions;
    }

    @Override
    public int contextLength() {
        return upstream.options().contextLength();
    }

    @Override
    public Embedding embed(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
            json.writeStartObject();
            json.writeStringProperty("model", upstream.options().model());
            json.writeStringProperty("input", text);
            json.writeStringProperty("encoding_format", "float");
            json.writeEndObject();
        }
        byte[] answer = WholeResponse.post(upstream, target -> target.basePath() + "/embeddings", bytes.toByteArray());
        Reading reading = new Reading();
        try (JsonParser json = JSON.createParser(ObjectReadContext.empty(), answer)) {
            json.nextToken();
            reading.response(json);
        } catch (JacksonException e) {
            throw unreadable("the answer is no JSON");
        }
        if (reading.length == 0) {
            throw unreadable("there is no vector in it");
        }
        if (dimensions != 0 && reading.length != dimensions) {
            throw unreadable("the vector has " + reading.length + " numbers, not " + dimensions);
        }
        return new Embedding(Arrays.copyOf(reading.vector, reading.length), reading.tokens);
    }

    private UpstreamException unreadable(String why) {
        return new UpstreamException(
                "The model's server sent no embedding: " + why + ".", OK, upstream.options().model());
    }

    /** What has been read of {@code {"data":[{"embedding":[...]}],"usage":{"prompt_tokens":n}}}. */
    private static final class Reading {
        private float[] vector = new float[FIRST_SIZE];
        private int length;
        private int tokens;

        void response(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                String name = json.currentName();
                JsonToken value = json.nextToken();
                if (name.equals("data") && value == JsonToken.START_ARRAY) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        entry(json);
                    }
                } else if (name.equals("usage") && value == JsonToken.START_OBJECT) {
                    usage(json);
                } else {
                    json.skipChildren();
                }
            }
        }

        private void entry(JsonParser json) {
            if (json.currentToken() != JsonToken.START_OBJECT) {
                json.skipChildren();
                return;
            }
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals("embedding") && length == 0;
                if (json.nextToken() == JsonToken.START_ARRAY && wanted) {
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        add(json.getFloatValue());
                    }
                } else {
                    json.skipChildren();
                }
            }
        }

        private void add(float number) {
            if (length == vector.length) {
                vector = Arrays.copyOf(vector, 2 * length);
            }
            vector[length++] = number;
        }

        private void usage(JsonParser json) {
            while (json.nextToken() == JsonToken.PROPERTY_NAME) {
                boolean wanted = json.currentName().equals("prompt_tokens");
                if (json.nextToken() == JsonToken.VALUE_NUMBER_INT && wanted) {
                    tokens = json.getIntValue();
                } else {
                    json.skipChildren();
                }
            }
        }
    }

    @Override
    public void close() {
        upstream.close();
    }
}
