package dev.outcrop.wire.bind;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Operation;
import dev.outcrop.wire.model.Shape;
import dev.outcrop.wire.model.Shape.Timestamp.Format;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Writes an operation's output as HTTP (restJson1). Members that are null or absent are left out. Thread-safe. */
public final class ResponseBinder {
    private static final JsonFactory JSON = new JsonFactory();

    /** @param output by member name, with the Java types that {@link Shape} states */
    public BoundResponse bind(Operation operation, Map<String, ? extends @Nullable Object> output) {
        Shape.Structure shape = operation.output();
        return shape == null
                ? new BoundResponse(operation.status(), Map.of(), new byte[0], null)
                : bind(shape, operation.status(), output);
    }

    /** The same for any structure, such as an error. */
    public BoundResponse bind(Shape.Structure shape, int status, Map<String, ? extends @Nullable Object> output) {
        Map<String, String> headers = new LinkedHashMap<>();
        int code = status;
        for (Member member : shape.members()) {
            Object value = output.get(member.name());
            if (value == null) {
                continue;
            }
            switch (member.location()) {
                case HEADER ->
                    headers.put(member.wireName(), headerText(value, member.shape(), member.timestampFormat()));
                case HEADER_MAP ->
                    ((Map<?, ?>) value)
                            .forEach((name, text) -> headers.put(member.wireName() + name, String.valueOf(text)));
                case STATUS -> code = (Integer) value;
                case BODY, LABEL, QUERY, QUERY_MAP -> {}
            }
        }
        String payload = shape.payload();
        if (payload != null) {
            Member member = shape.member(payload).orElseThrow();
            return payload(code, headers, member, output.get(payload));
        }
        boolean body = shape.members().stream().anyMatch(ResponseBinder::isInBody);
        byte[] json = write(generator -> structure(generator, shape, output));
        return new BoundResponse(code, headers, json, body || headers.isEmpty() ? "application/json" : null);
    }

    private static BoundResponse payload(
            int status, Map<String, String> headers, Member member, @Nullable Object value) {
        return switch (member.shape()) {
            case Shape.Blob blob ->
                new BoundResponse(
                        status,
                        headers,
                        value == null ? new byte[0] : (byte[]) value,
                        value == null ? null : "application/octet-stream");
            case Shape.Text text ->
                new BoundResponse(
                        status,
                        headers,
                        value == null ? new byte[0] : ((String) value).getBytes(StandardCharsets.UTF_8),
                        value == null ? null : "text/plain");
            default ->
                value == null
                        ? new BoundResponse(status, headers, new byte[0], null)
                        : new BoundResponse(
                                status,
                                headers,
                                write(generator -> value(generator, member.shape(), value, member.timestampFormat())),
                                MediaTypes.JSON);
        };
    }

    /** Labels and query parameters are something in requests only. */
    private static boolean isInBody(Member member) {
        return switch (member.location()) {
            case BODY, LABEL, QUERY, QUERY_MAP -> true;
            case HEADER, HEADER_MAP, STATUS -> false;
        };
    }

    private interface Content {
        void writeTo(JsonGenerator generator);
    }

    private static byte[] write(Content content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), out)) {
            content.writeTo(generator);
        }
        return out.toByteArray();
    }

    private static void structure(
            JsonGenerator generator, Shape.Structure shape, Map<?, ? extends @Nullable Object> values) {
        generator.writeStartObject();
        for (Member member : shape.members()) {
            Object value = values.get(member.name());
            if (value != null && isInBody(member)) {
                generator.writeName(member.wireName());
                value(generator, member.shape(), value, member.timestampFormat());
            }
        }
        generator.writeEndObject();
    }

    private static void value(JsonGenerator generator, Shape shape, Object value, Format memberFormat) {
        switch (shape) {
            case Shape.Structure structure -> structure(generator, structure, (Map<?, ?>) value);
            case Shape.Sequence sequence -> {
                generator.writeStartArray();
                for (Object element : (List<?>) value) {
                    value(generator, sequence.member().shape(), element, Format.UNSET);
                }
                generator.writeEndArray();
            }
            case Shape.Mapping mapping -> {
                generator.writeStartObject();
                ((Map<?, ?>) value).forEach((key, element) -> {
                    generator.writeName(String.valueOf(key));
                    value(generator, mapping.value().shape(), element, Format.UNSET);
                });
                generator.writeEndObject();
            }
            case Shape.Text text -> generator.writeString((String) value);
            case Shape.Bool bool -> generator.writeBoolean((Boolean) value);
            case Shape.Blob blob -> generator.writeString(Base64.getEncoder().encodeToString((byte[]) value));
            case Shape.Numeric numeric -> number(generator, (Number) value);
            case Shape.Timestamp timestamp ->
                timestamp(generator, (Instant) value, memberFormat == Format.UNSET ? timestamp.format() : memberFormat);
            case Shape.Document document -> document(generator, value);
        }
    }

    private static void number(JsonGenerator generator, Number number) {
        switch (number) {
            case Double d when d.isNaN() || d.isInfinite() -> generator.writeString(d.toString());
            case Float f when f.isNaN() || f.isInfinite() -> generator.writeString(f.toString());
            case Double d -> generator.writeNumber(d.doubleValue());
            case Float f -> generator.writeNumber(f.floatValue());
            default -> generator.writeNumber(number.longValue());
        }
    }

    private static void timestamp(JsonGenerator generator, Instant instant, Format format) {
        switch (format) {
            case UNSET, EPOCH_SECONDS -> generator.writeNumber(Timestamps.epoch(instant));
            case ISO_8601, HTTP_DATE -> generator.writeString(Timestamps.format(instant, format));
        }
    }

    private static void document(JsonGenerator generator, @Nullable Object value) {
        switch (value) {
            case null -> generator.writeNull();
            case Map<?, ?> map -> {
                generator.writeStartObject();
                map.forEach((name, element) -> {
                    generator.writeName(String.valueOf(name));
                    document(generator, element);
                });
                generator.writeEndObject();
            }
            case List<?> list -> {
                generator.writeStartArray();
                list.forEach(element -> document(generator, element));
                generator.writeEndArray();
            }
            case String text -> generator.writeString(text);
            case Boolean bool -> generator.writeBoolean(bool);
            case BigDecimal number -> generator.writeNumber(number);
            case Number number -> number(generator, number);
            default -> throw new IllegalArgumentException("Not a JSON value: " + value.getClass());
        }
    }

    private static String headerText(Object value, Shape shape, Format memberFormat) {
        return switch (shape) {
            case Shape.Timestamp timestamp -> {
                Format own = memberFormat == Format.UNSET ? timestamp.format() : memberFormat;
                yield Timestamps.format((Instant) value, own == Format.UNSET ? Format.HTTP_DATE : own);
            }
            case Shape.Sequence sequence ->
                ((List<?>) value)
                        .stream()
                        .map(element -> quoted(
                                headerText(element, sequence.member().shape(), Format.UNSET),
                                sequence.member().shape()))
                        .collect(Collectors.joining(", "));
            default -> String.valueOf(value);
        };
    }

    private static String quoted(String text, Shape shape) {
        boolean plain = !(shape instanceof Shape.Text) || (text.indexOf(',') < 0 && text.indexOf('"') < 0);
        return plain ? text : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
