package dev.outcrop.wire.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One service's API as data. Immutable and thread-safe.
 *
 * <p>The JSON description is the service model that AWS SDKs carry, without its prose; {@code README.md} beside the
 * resources says what each key means.
 */
public final class ApiModel {
    private final Map<String, Shape> shapes;
    private final Map<String, Operation> operations;

    ApiModel(Map<String, Shape> shapes, Map<String, Operation> operations) {
        this.shapes = shapes;
        this.operations = operations;
    }

    /**
     * Reads a model from a resource.
     *
     * @param resource absolute name, such as {@code /dev/outcrop/wire/model/bedrock.json}
     * @param amendments resources whose shapes replace those of the same name
     */
    public static ApiModel load(String resource, String... amendments) {
        return ModelReader.read(
                bytes(resource), Arrays.stream(amendments).map(ApiModel::bytes).toList());
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = ApiModel.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no resource " + resource);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads a model from JSON, UTF-8. */
    public static ApiModel of(byte[] json) {
        return ModelReader.read(json, List.of());
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
}
