package dev.outcrop.wire.bind;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;

import dev.outcrop.wire.error.SerializationException;
import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.route.Route;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a request into the members of its operation's input (restJson1). Thread-safe.
 *
 * <p>Types are checked here; constraints are {@link dev.outcrop.wire.validate.Validator}'s.
 */
public final class RequestBinder {
    private static final JsonFactory JSON = new JsonFactory();

    private final Supplier<String> tokens;

    /** Fills idempotency tokens with random UUIDs. */
    public RequestBinder() {
        this(() -> UUID.randomUUID().toString());
    }

    /** @param tokens values for idempotency tokens that the caller left out */
    public RequestBinder(Supplier<String> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param rawQuery as received, without the question mark, or null
     * @param body the whole body; a payload member keeps it without copying
     * @throws dev.outcrop.wire.error.ServiceException when the request cannot be read as this operation's input
     */
    public BoundInput bind(Route route, @Nullable String rawQuery, HeaderSource headers, byte[] body) {
        Map<String, Object> values = new LinkedHashMap<>();
        Shape.Structure input = route.operation().input();
        if (input == null || !MediaTypes.isModelled("Accept", input)) {
            MediaTypes.requireAcceptable(headers, route.operation().output());
        }
        if (input == null) {
            return new BoundInput(values);
        }
        Query query = Query.parse(hasQuery(input) ? rawQuery : null);
        boolean structured = false;
        for (Member member : input.members()) {
            Object value = switch (member.location()) {
                case LABEL -> label(member, route);
                case QUERY -> query(member, query);
                case QUERY_MAP -> query.asMap(member);
                case HEADER -> header(member, headers);
                case HEADER_MAP -> HeaderTexts.map(member, headers);
                case STATUS -> null;
                case BODY -> {
                    structured |= input.payload() == null;
                    yield null;
                }
            };
            if (value != null) {
                values.put(member.name(), value);
            }
        }
        if (input.payload() != null) {
            payload(input, headers, body, values);
        } else if (structured) {
            MediaTypes.requireContent(headers, body, MediaTypes.JSON);
            if (body.length > 0) {
                values.putAll(readJson(input, body));
            }
        }
        for (Member member : input.members()) {
            if (member.idempotencyToken()) {
                values.computeIfAbsent(member.name(), name -> tokens.get());
            }
        }
        return new BoundInput(values);
    }

    /** A query that no member reads may hold anything. */
    private static boolean hasQuery(Shape.Structure input) {
        for (Member member : input.members()) {
            if (member.location() == Member.Location.QUERY || member.location() == Member.Location.QUERY_MAP) {
                return true;
            }
        }
        return false;
    }

    private static Object label(Member member, Route route) {
        String text = Objects.requireNonNull(route.labels().get(member.wireName()), "label");
        return HeaderTexts.value(text, member, Shape.Timestamp.Format.ISO_8601);
    }

    private static @Nullable Object query(Member member, Query query) {
        List<String> texts = query.values(member.wireName());
        if (texts.isEmpty()) {
            return null;
        }
        if (member.shape() instanceof Shape.Sequence sequence) {
            return HeaderTexts.list(texts, sequence, Shape.Timestamp.Format.ISO_8601);
        }
        return HeaderTexts.value(texts.getFirst(), member, Shape.Timestamp.Format.ISO_8601);
    }

    private static @Nullable Object header(Member member, HeaderSource headers) {
        String text = headers.get(member.wireName());
        if (text == null) {
            return null;
        }
        if (member.shape() instanceof Shape.Sequence sequence) {
            return HeaderTexts.list(
                    HeaderTexts.split(HeaderTexts.joined(member.wireName(), headers), sequence),
                    sequence,
                    Shape.Timestamp.Format.HTTP_DATE);
        }
        return HeaderTexts.value(text, member, Shape.Timestamp.Format.HTTP_DATE);
    }

    private static void payload(
            Shape.Structure input, HeaderSource headers, byte[] body, Map<String, Object> values) {
        Member member = input.member(String.valueOf(input.payload())).orElseThrow();
        switch (member.shape()) {
            case Shape.Blob blob -> {
                // Whatever type is stated: the bytes are taken as they are.
                MediaTypes.requireIdentity(headers);
                if (body.length > 0) {
                    values.put(member.name(), body);
                }
            }
            case Shape.Text text -> {
                if (MediaTypes.isModelled("Content-Type", input)) {
                    MediaTypes.requireIdentity(headers);
                } else {
                    MediaTypes.requireContent(headers, body, MediaTypes.PLAIN_TEXT);
                }
                if (body.length > 0) {
                    values.put(member.name(), Utf8.decode(body));
                }
            }
            case Shape.Structure structure when structure.eventStream() -> {
                // The events are read as they come, not bound.
            }
            default -> {
                MediaTypes.requireContent(headers, body, MediaTypes.JSON);
                if (body.length > 0) {
                    Object value = readAny(member.shape(), body);
                    if (value != null) {
                        values.put(member.name(), value);
                    }
                }
            }
        }
    }

    @SuppressWarnings("unchecked") // a structure is read as a map by member name
    private static Map<String, Object> readJson(Shape.Structure shape, byte[] body) {
        Object value = readAny(shape, body);
        if (value == null) {
            throw new SerializationException("The request body must be a JSON object.");
        }
        return (Map<String, Object>) value;
    }

    private static @Nullable Object readAny(Shape shape, byte[] body) {
        // Decoding strictly first: the parser alone would read other Unicode encodings, and unpaired surrogates.
        String text = Utf8.decode(body);
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            if (parser.nextToken() == null) {
                throw notJson();
            }
            Object value = new JsonValues(parser).read(shape, Shape.Timestamp.Format.UNSET);
            JsonToken after = parser.nextToken();
            if (after != null) {
                throw notJson();
            }
            return value;
        } catch (JacksonException e) {
            throw notJson();
        }
    }

    private static SerializationException notJson() {
        return new SerializationException("The request body is not valid JSON.");
    }
}
