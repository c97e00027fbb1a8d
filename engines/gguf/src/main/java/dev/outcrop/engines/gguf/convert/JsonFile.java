package dev.outcrop.engines.gguf.convert;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * A small JSON object of a model's folder, or one within it. Every accessor throws {@link ConversionException}, naming
 * file and member, when a value is of another kind; null counts as absent. Immutable.
 *
 * @param name the file's name, for messages
 */
record JsonFile(String name, JsonNode root) {

    private static final long MAX_BYTES = 8_000_000;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(50)
                    .maxTokenCount(500_000)
                    .maxStringLength(4_000_000)
                    .maxNumberLength(100)
                    .build())
            .build()).build();

    /** An object without members, which stands for an absent file. */
    static JsonFile absent(String name) {
        return new JsonFile(name, MissingNode.getInstance());
    }

    /**
     * Reads a file of the folder.
     *
     * @return empty when there is no such file
     * @throws ConversionException when it is too large or no JSON object
     * @throws IOException when it cannot be read
     */
    static Optional<JsonFile> read(Path folder, String name) throws IOException {
        Path path = folder.resolve(name);
        if (!Files.isRegularFile(path)) {
            return Optional.empty();
        }
        if (Files.size(path) > MAX_BYTES) {
            throw new ConversionException("%s is larger than %d bytes.".formatted(name, MAX_BYTES));
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Optional.of(parse(name, in.readNBytes((int) MAX_BYTES)));
        }
    }

    /** @throws ConversionException when the bytes are no JSON object */
    static JsonFile parse(String name, byte[] json) {
        try {
            JsonNode root = MAPPER.readTree(json);
            if (!root.isObject()) {
                throw new ConversionException(name + " is no JSON object.");
            }
            return new JsonFile(name, root);
        } catch (JacksonException e) {
            throw new ConversionException(name + " cannot be read: it is no JSON, or nested too deeply.", e);
        }
    }

    /** Any value, for what is not an object; missing when absent. */
    static JsonNode value(String name, byte[] json) {
        try {
            return MAPPER.readTree(json);
        } catch (JacksonException e) {
            throw new ConversionException(name + " cannot be read: it is no JSON, or nested too deeply.", e);
        }
    }

    boolean has(String member) {
        return root.hasNonNull(member);
    }

    /** The object that is a member; empty when absent. */
    Optional<JsonFile> object(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        JsonNode value = root.path(member);
        if (!value.isObject()) {
            throw wrong(member, "an object");
        }
        return Optional.of(new JsonFile(name, value));
    }

    Optional<String> text(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        JsonNode value = root.path(member);
        if (!value.isString()) {
            throw wrong(member, "a text");
        }
        return Optional.of(value.stringValue());
    }

    Optional<Boolean> flag(String member) {
        if (!has(member)) {
            return Optional.empty();
        }
        JsonNode value = root.path(member);
        if (!value.isBoolean()) {
            throw wrong(member, "true or false");
        }
        return Optional.of(value.booleanValue());
    }

    OptionalInt integer(String member, int least, int most) {
        if (!has(member)) {
            return OptionalInt.empty();
        }
        JsonNode value = root.path(member);
        if (!value.isIntegralNumber() || !value.canConvertToInt() || value.intValue() < least
                || value.intValue() > most) {
            throw wrong(member, "a whole number from %d to %d".formatted(least, most));
        }
        return OptionalInt.of(value.intValue());
    }

    int required(String member, int least, int most) {
        return integer(member, least, most).orElseThrow(() -> new ConversionException(
                "%s does not give '%s'.".formatted(name, member)));
    }

    OptionalDouble number(String member, double least, double most) {
        if (!has(member)) {
            return OptionalDouble.empty();
        }
        JsonNode value = root.path(member);
        if (!value.isNumber() || !(value.doubleValue() >= least) || !(value.doubleValue() <= most)) {
            throw wrong(member, "a number from %s to %s".formatted(least, most));
        }
        return OptionalDouble.of(value.doubleValue());
    }

    /** A number or a list of numbers, each from 0 on. */
    List<Integer> integers(String member) {
        if (!has(member)) {
            return List.of();
        }
        JsonNode value = root.path(member);
        List<Integer> integers = new ArrayList<>();
        for (JsonNode element : value.isArray() ? value : List.of(value)) {
            if (!element.isIntegralNumber() || !element.canConvertToInt() || element.intValue() < 0) {
                throw wrong(member, "a whole number or a list of them");
            }
            integers.add(element.intValue());
        }
        return integers;
    }

    private ConversionException wrong(String member, String expected) {
        String written = root.path(member).toString();
        return new ConversionException("%s has the value %s for '%s', which should be %s.".formatted(
                name, written.substring(0, Math.min(written.length(), 100)), member, expected));
    }
}
