package dev.outcrop.wire.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import dev.outcrop.wire.model.Member.Location;
import dev.outcrop.wire.model.Shape.Bounds;
import dev.outcrop.wire.model.Shape.Timestamp.Format;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads a service model token by token: every start of the server waits for it, and a tree of 300 kB of JSON would take
 * several times as long, most of it for loading the classes that build trees.
 */
final class ModelReader {
    private final JsonParser parser;
    private final Map<String, Shape> shapes;

    private ModelReader(JsonParser parser, Map<String, Shape> shapes) {
        this.parser = parser;
        this.shapes = shapes;
    }

    /** @param amendments files whose shapes replace those of the same name */
    static ApiModel read(byte[] json, List<byte[]> amendments) {
        Map<String, Shape> shapes = new HashMap<>();
        Map<String, Operation> operations = new LinkedHashMap<>();
        Contents contents = contents(json, shapes);
        amendments.forEach(amendment -> contents(amendment, shapes));
        contents.operations().forEach(
                (name, draft) -> operations.put(name, operation(contents.service(), name, draft, shapes)));
        return new ApiModel(shapes, operations);
    }

    /** What a file holds beside its shapes. */
    private record Contents(String service, Map<String, Draft> operations) {}

    private static Contents contents(byte[] json, Map<String, Shape> shapes) {
        try (JsonParser parser = new JsonFactory().createParser(ObjectReadContext.empty(), json)) {
            return new ModelReader(parser, shapes).contents();
        }
    }

    /** What an object of the file holds, before it is known what it is: texts, flags, numbers and lists by key. */
    private record Draft(Map<String, Object> values) {

        @Nullable
        String text(String key) {
            return (String) values.get(key);
        }

        String text(String key, String otherwise) {
            return (String) values.getOrDefault(key, otherwise);
        }

        boolean flag(String key) {
            return Boolean.TRUE.equals(values.get(key));
        }

        @Nullable
        Double number(String key) {
            return values.get(key) instanceof Double number ? number : null;
        }

        @SuppressWarnings("unchecked") // arrays of the format hold texts only
        List<String> texts(String key) {
            return (List<String>) values.getOrDefault(key, List.of());
        }

        @SuppressWarnings("unchecked") // objects are read as drafts by key
        Map<String, Draft> drafts(String key) {
            return (Map<String, Draft>) values.getOrDefault(key, Map.of());
        }
    }

    private Contents contents() {
        String service = "";
        Map<String, Draft> operations = Map.of();
        parser.nextToken();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            parser.nextToken();
            switch (key) {
                case "service" -> service = draft().text("name", "");
                case "operations" -> operations = drafts();
                case "shapes" -> shapes();
                default -> parser.skipChildren();
            }
        }
        return new Contents(service, operations);
    }

    private void shapes() {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            shapes.put(name, shape(name, draft()));
        }
    }

    /** The object at the current token. */
    private Draft draft() {
        Map<String, Object> values = new HashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = parser.currentName();
            switch (parser.nextToken()) {
                case VALUE_STRING -> values.put(key, parser.getString());
                case VALUE_TRUE -> values.put(key, true);
                case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> values.put(key, parser.getDoubleValue());
                case START_ARRAY -> values.put(key, texts());
                // Only these two objects matter; the others describe clients.
                case START_OBJECT -> values.put(key, key.equals("members") ? drafts() : draft());
                default -> parser.skipChildren();
            }
        }
        return new Draft(values);
    }

    private Map<String, Draft> drafts() {
        Map<String, Draft> drafts = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String name = parser.currentName();
            parser.nextToken();
            drafts.put(name, draft());
        }
        return drafts;
    }

    private List<String> texts() {
        List<String> texts = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            if (parser.currentToken() == JsonToken.VALUE_STRING) {
                texts.add(parser.getString());
            } else {
                parser.skipChildren();
            }
        }
        return texts;
    }

    private static Operation operation(String service, String name, Draft draft, Map<String, Shape> shapes) {
        Double status = draft.number("status");
        return new Operation(
                service,
                name,
                required(draft, "method"),
                required(draft, "uri"),
                status == null ? 200 : status.intValue(),
                structure(draft.text("input"), shapes),
                structure(draft.text("output"), shapes),
                draft.texts("errors"));
    }

    private static Shape.@Nullable Structure structure(@Nullable String name, Map<String, Shape> shapes) {
        return name == null ? null : (Shape.Structure) new Reference(name, shapes).shape();
    }

    private Shape shape(String name, Draft draft) {
        boolean sensitive = draft.flag("sensitive");
        Bounds bounds = new Bounds(draft.number("min"), draft.number("max"));
        String type = required(draft, "type");
        return switch (type) {
            case "structure" ->
                draft.flag("document") ? new Shape.Document(name, sensitive) : structure(name, draft, sensitive);
            case "list" -> new Shape.Sequence(name, reference(draft, "member"), bounds, sensitive);
            case "map" ->
                new Shape.Mapping(name, reference(draft, "key"), reference(draft, "value"), bounds, sensitive);
            case "string" -> new Shape.Text(name, bounds, draft.text("pattern"), draft.texts("enum"), sensitive);
            case "byte" -> new Shape.Numeric(name, Shape.Numeric.Kind.BYTE, bounds, sensitive);
            case "short" -> new Shape.Numeric(name, Shape.Numeric.Kind.SHORT, bounds, sensitive);
            case "integer" -> new Shape.Numeric(name, Shape.Numeric.Kind.INTEGER, bounds, sensitive);
            case "long" -> new Shape.Numeric(name, Shape.Numeric.Kind.LONG, bounds, sensitive);
            case "float" -> new Shape.Numeric(name, Shape.Numeric.Kind.FLOAT, bounds, sensitive);
            case "double" -> new Shape.Numeric(name, Shape.Numeric.Kind.DOUBLE, bounds, sensitive);
            case "boolean" -> new Shape.Bool(name, sensitive);
            case "blob" -> new Shape.Blob(name, bounds, sensitive);
            case "timestamp" -> new Shape.Timestamp(name, format(draft), sensitive);
            case "document" -> new Shape.Document(name, sensitive);
            default -> throw new IllegalArgumentException("Shape " + name + " has the unknown type " + type);
        };
    }

    private Shape.Structure structure(String name, Draft draft, boolean sensitive) {
        List<String> required = draft.texts("required");
        List<Member> members = new ArrayList<>();
        draft.drafts("members").forEach((memberName, member) -> members.add(new Member(
                memberName,
                reference(member, "shape"),
                location(member.text("location", "")),
                member.text("locationName", memberName),
                required.contains(memberName),
                member.flag("idempotencyToken"),
                format(member))));
        return new Shape.Structure(
                name,
                members,
                draft.text("payload"),
                draft.flag("union"),
                draft.flag("eventstream"),
                error(draft.values().get("exception")),
                sensitive);
    }

    private static Shape.@Nullable ErrorTrait error(@Nullable Object trait) {
        if (!(trait instanceof Draft draft)) {
            return null;
        }
        Double status = draft.number("status");
        return new Shape.ErrorTrait(status == null ? 400 : status.intValue());
    }

    private static Location location(String text) {
        return switch (text) {
            case "" -> Location.BODY;
            case "uri" -> Location.LABEL;
            case "querystring" -> Location.QUERY;
            case "querymap" -> Location.QUERY_MAP;
            case "header" -> Location.HEADER;
            case "headers" -> Location.HEADER_MAP;
            case "statusCode" -> Location.STATUS;
            default -> throw new IllegalArgumentException("Unknown location " + text);
        };
    }

    private static Format format(Draft draft) {
        return switch (draft.text("timestampFormat", "")) {
            case "iso8601" -> Format.ISO_8601;
            case "unixTimestamp" -> Format.EPOCH_SECONDS;
            case "rfc822" -> Format.HTTP_DATE;
            default -> Format.UNSET;
        };
    }

    private Reference reference(Draft draft, String key) {
        return new Reference(required(draft, key), shapes);
    }

    private static String required(Draft draft, String key) {
        return Objects.requireNonNull(draft.text(key), key);
    }
}
