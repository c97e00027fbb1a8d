package dev.outcrop.wire.vectors;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.outcrop.wire.model.Member;
import dev.outcrop.wire.model.Shape;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Turns the {@code params} of a Smithy test case into values as the product has them. */
final class Params {

    private Params() {}

    static Map<String, @Nullable Object> structure(Shape.Structure shape, JsonNode node) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            Member member = shape.member(entry.getKey()).orElseThrow();
            values.put(entry.getKey(), value(member.shape(), entry.getValue()));
        }
        return values;
    }

    private static @Nullable Object value(Shape shape, JsonNode node) {
        if (node.isNull()) {
            return null;
        }
        return switch (shape) {
            case Shape.Structure structure -> structure(structure, node);
            case Shape.Sequence sequence -> {
                List<@Nullable Object> list = new ArrayList<>();
                node.forEach(element -> list.add(value(sequence.member().shape(), element)));
                yield list;
            }
            case Shape.Mapping mapping -> {
                Map<String, @Nullable Object> map = new LinkedHashMap<>();
                node.properties()
                        .forEach(entry -> map.put(entry.getKey(), value(mapping.value().shape(), entry.getValue())));
                yield map;
            }
            case Shape.Text text -> node.stringValue();
            case Shape.Bool bool -> node.booleanValue();
            case Shape.Blob blob -> node.stringValue().getBytes(UTF_8);
            case Shape.Timestamp timestamp -> instant(node.decimalValue());
            case Shape.Document document -> document(node);
            case Shape.Numeric numeric -> switch (numeric.kind()) {
                case BYTE -> node.numberValue().byteValue();
                case SHORT -> node.shortValue();
                case INTEGER -> node.intValue();
                case LONG -> node.longValue();
                case FLOAT -> (float) real(node);
                case DOUBLE -> real(node);
            };
        };
    }

    private static double real(JsonNode node) {
        return node.isString() ? Double.parseDouble(node.stringValue()) : node.doubleValue();
    }

    private static Instant instant(BigDecimal seconds) {
        BigDecimal whole = seconds.setScale(0, RoundingMode.FLOOR);
        return Instant.ofEpochSecond(
                whole.longValueExact(), seconds.subtract(whole).movePointRight(9).longValueExact());
    }

    private static @Nullable Object document(JsonNode node) {
        if (node.isObject()) {
            Map<String, @Nullable Object> map = new LinkedHashMap<>();
            node.properties().forEach(entry -> map.put(entry.getKey(), document(entry.getValue())));
            return map;
        }
        if (node.isArray()) {
            List<@Nullable Object> list = new ArrayList<>();
            node.forEach(element -> list.add(document(element)));
            return list;
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isNull() ? null : node.isBoolean() ? (Object) node.booleanValue() : node.stringValue();
    }

    /** The same value with parts that compare by content: bytes as text, document numbers in one type. */
    static @Nullable Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case byte[] bytes -> "bytes " + HexFormat.of().formatHex(bytes);
            case BigDecimal number -> "number " + number.stripTrailingZeros().toPlainString();
            case Long number -> "number " + number;
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(element -> copy.add(comparable(element)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, element) -> copy.put(key, comparable(element)));
                yield copy;
            }
            default -> value;
        };
    }
}
