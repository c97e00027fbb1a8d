package dev.outcrop.server.invocationlog.delivery;

import java.io.ByteArrayOutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Set;

import dev.outcrop.server.invocationlog.LogSettings;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Makes a body fit for a record: on one line, numbers as they were written, without what the account does not want.
 *
 * <p>Data that is left out leaves {@value #LEFT_OUT} in its place, so that the rest still reads like the body it was; vectors
 * leave nothing.
 */
final class BodyFilter {

    /** Stands for data that is not delivered. */
    static final String LEFT_OUT = "<not delivered>";

    private static final Set<String> VECTORS = Set.of("embedding", "embeddings", "embeddingsByType");

    /** As deep as any body that a family reads. */
    private static final int MOST_NESTING = 1_000;

    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxStringLength(50_000_000).maxNestingDepth(MOST_NESTING).build())
            .streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MOST_NESTING).build())
            .build();

    private final LogSettings settings;

    BodyFilter(LogSettings settings) {
        this.settings = settings;
    }

    /** The body, or null when it is not one JSON value. */
    byte @Nullable [] apply(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(Math.min(body.length, 1 << 16));
        try (
                JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body);
                JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            if (parser.nextToken() == null) {
                return null;
            }
            copyValue(parser, generator);
            if (parser.nextToken() != null) {
                return null;
            }
        } catch (JacksonException e) {
            return null;
        }
        return out.toByteArray();
    }

    private void copyValue(JsonParser parser, JsonGenerator generator) {
        Deque<String> names = new ArrayDeque<>();
        Deque<String> holders = new ArrayDeque<>();
        String name = "";
        String holder = "";
        int depth = 0;
        for (JsonToken token = parser.currentToken(); token != null; token = depth > 0 ? parser.nextToken() : null) {
            switch (token) {
                case START_OBJECT, START_ARRAY -> {
                    depth++;
                    names.push(name);
                    holders.push(holder);
                    holder = MediaKind.holds(name) ? name : holder;
                    generator.copyCurrentEventExact(parser);
                }
                case END_OBJECT, END_ARRAY -> {
                    depth--;
                    name = names.pop();
                    holder = holders.pop();
                    generator.copyCurrentEventExact(parser);
                }
                case PROPERTY_NAME -> {
                    name = parser.currentName();
                    if (!settings.embedding() && VECTORS.contains(name)) {
                        parser.nextToken();
                        parser.skipChildren();
                    } else {
                        generator.copyCurrentEventExact(parser);
                    }
                }
                case VALUE_STRING -> {
                    String value = parser.getString();
                    boolean leftOut = isLeftOut(
                            MediaKind.of(value, name, MediaKind.holds(name) ? name : holder));
                    generator.writeString(leftOut ? LEFT_OUT : value);
                }
                // As text: a number that went through Java's types would come out in their spelling.
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getString());
                default -> generator.copyCurrentEventExact(parser);
            }
        }
    }

    private boolean isLeftOut(@Nullable MediaKind kind) {
        return switch (kind) {
            case IMAGE -> !settings.image();
            case VIDEO -> !settings.video();
            case AUDIO -> !settings.audio();
            case null -> false;
        };
    }
}
