package dev.outcrop.wire.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import dev.outcrop.wire.model.Member.Location;
import dev.outcrop.wire.model.Shape.Bounds;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One service's API as data. Immutable and thread-safe.
 *
 * <p>The JSON description is the service model that AWS SDKs carry, without its prose; {@code README.md} beside the
 * resources says what each key means.
 */
public final class ApiModel {
    private final Map<String, Shape> shapes;
    private final Map<String, Operation> operations;

    private ApiModel(Map<String, Shape> shapes, Map<String, Operation> operations) {
        this.shapes = shapes;
        this.operations = operations;
    }

    /**
     * Reads a model from a resource.
     *
     * @param resource absolute name, such as {@code /dev/outcrop/wire/model/bedrock.json}
     */
    public static ApiModel load(String resource) {
        try (InputStream in = ApiModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no resource " + resource);
            }
            return of(JsonMapper.shared().readTree(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a model that has been parsed. */
    public static ApiModel of(JsonNode root) {
        Map<String, Shape> shapes = new HashMap<>();
        root.path("shapes").properties()
                .forEach(entry -> shapes.put(entry.getKey(), shape(entry.getKey(), entry.getValue(), shapes)));
        Map<String, Operation> operations = new LinkedHashMap<>();
        String service = root.path("service").path("name").asString("");
        root.path("operations")
                .properties()
                .forEach(entry -> operations.put(entry.getKey(),
                        operation(service, entry.getKey(), entry.getValue(), shapes)));
        return new ApiModel(shapes, operations);
    }

    /** Every operation, in model order. */
    public Collection<Operation> operations() {
        return operations.values();
    }

    /** The operation of this name. */
    public Operation operation(String name) {
        Operation operation = operations.get(name);
        if (operation == null) {
            throw new IllegalArgumentException("The model has no operation " + name);
        }
        return operation;
    }

    /** The shape of this name. */
    public Optional<Shape> shape(String name) {
        return Optional.ofNullable(shapes.get(name));
    }

    /** Every shape, in no order. */
    public Collection<Shape> shapes() {
        return shapes.values();
    }

    private static Operation operation(String service, String name, JsonNode node, Map<String, Shape> shapes) {
        return new Operation(
                service,
                name,
                node.path("method").asString(),
                node.path("uri").asString(),
                node.path("status").asInt(200),
                structure(node.path("input"), shapes),
                structure(node.path("output"), shapes),
                texts(node.path("errors")));
    }

    private static Shape.@Nullable Structure structure(JsonNode name, Map<String, Shape> shapes) {
        return name.isString() ? (Shape.Structure) new Reference(name.stringValue(), shapes).shape() : null;
    }

    private static Shape shape(String name, JsonNode node, Map<String, Shape> shapes) {
        boolean sensitive = node.path("sensitive").asBoolean(false);
        Bounds bounds = new Bounds(number(node.path("min")), number(node.path("max")));
        String type = node.path("type").asString();
        return switch (type) {
            case "structure" ->
                node.path("document").asBoolean(false)
                        ? new Shape.Document(name, sensitive)
                        : structure(name, node, shapes, sensitive);
            case "list" -> new Shape.Sequence(name, reference(node.path("member"), shapes), bounds, sensitive);
            case "map" ->
                new Shape.Mapping(
                        name, reference(node.path("key"), shapes), reference(node.path("value"), shapes), bounds,
                        sensitive);
            case "string" ->
                new Shape.Text(
                        name,
                        bounds,
                        node.path("pattern").isString() ? node.path("pattern").stringValue() : null,
                        texts(node.path("enum")),
                        sensitive);
            case "byte" -> new Shape.Numeric(name, Shape.Numeric.Kind.BYTE, bounds, sensitive);
            case "short" -> new Shape.Numeric(name, Shape.Numeric.Kind.SHORT, bounds, sensitive);
            case "integer" -> new Shape.Numeric(name, Shape.Numeric.Kind.INTEGER, bounds, sensitive);
            case "long" -> new Shape.Numeric(name, Shape.Numeric.Kind.LONG, bounds, sensitive);
            case "float" -> new Shape.Numeric(name, Shape.Numeric.Kind.FLOAT, bounds, sensitive);
            case "double" -> new Shape.Numeric(name, Shape.Numeric.Kind.DOUBLE, bounds, sensitive);
            case "boolean" -> new Shape.Bool(name, sensitive);
            case "blob" -> new Shape.Blob(name, bounds, sensitive);
            case "timestamp" -> new Shape.Timestamp(name, format(node), sensitive);
            case "document" -> new Shape.Document(name, sensitive);
            default -> throw new IllegalArgumentException("Shape " + name + " has the unknown type " + type);
        };
    }

    private static Shape.Structure structure(
            String name, JsonNode node, Map<String, Shape> shapes, boolean sensitive) {
        List<String> required = texts(node.path("required"));
        List<Member> members = new ArrayList<>();
        node.path("members").properties()
                .forEach(entry -> members.add(member(entry.getKey(), entry.getValue(), shapes, required)));
        JsonNode exception = node.path("exception");
        return new Shape.Structure(
                name,
                members,
                node.path("payload").isString() ? node.path("payload").stringValue() : null,
                node.path("union").asBoolean(false),
                node.path("eventstream").asBoolean(false),
                exception.isObject() ? new Shape.ErrorTrait(exception.path("status").asInt(400)) : null,
                sensitive);
    }

    private static Member member(String name, JsonNode node, Map<String, Shape> shapes, List<String> required) {
        return new Member(
                name,
                reference(node, shapes),
                location(node.path("location").asString("")),
                node.path("locationName").asString(name),
                required.contains(name),
                node.path("idempotencyToken").asBoolean(false),
                format(node));
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

    private static Shape.Timestamp.Format format(JsonNode node) {
        return switch (node.path("timestampFormat").asString("")) {
            case "iso8601" -> Shape.Timestamp.Format.ISO_8601;
            case "unixTimestamp" -> Shape.Timestamp.Format.EPOCH_SECONDS;
            case "rfc822" -> Shape.Timestamp.Format.HTTP_DATE;
            default -> Shape.Timestamp.Format.UNSET;
        };
    }

    private static Reference reference(JsonNode node, Map<String, Shape> shapes) {
        return new Reference(node.isString() ? node.stringValue() : node.path("shape").asString(), shapes);
    }

    private static @Nullable Double number(JsonNode node) {
        return node.isNumber() ? Double.valueOf(node.doubleValue()) : null;
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asString()));
        return texts;
    }
}
