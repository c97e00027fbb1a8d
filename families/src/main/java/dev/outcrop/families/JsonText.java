package dev.outcrop.families;

import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.JsonRecyclerPools;

/** Writes compact JSON in UTF-8, members in the order they are written. */
public final class JsonText {

    /** Buffers per thread: a pool that all threads share costs more than writing a short body does. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.threadLocalPool())
            .build();

    private JsonText() {}

    /** One object. */
    public static byte[] object(Consumer<JsonGenerator> members) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(192);
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            generator.writeStartObject();
            members.accept(generator);
            generator.writeEndObject();
        }
        return out.toByteArray();
    }

    /** A member that is a string or null. */
    public static void nullable(JsonGenerator json, String name, @Nullable String value) {
        if (value == null) {
            json.writeNullProperty(name);
        } else {
            json.writeStringProperty(name, value);
        }
    }
}
