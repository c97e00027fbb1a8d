package dev.outcrop.wire.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static java.nio.charset.StandardCharsets.UTF_8;

/** Reads vector files, and makes one test of every case. */
final class Vectors {

    /** Cases that the product does not satisfy, with the reason; the one list of them. */
    private static final String LEFT_OUT = "left-out.txt";

    private Vectors() {}

    static JsonNode json(String name) {
        return JsonMapper.shared().readTree(bytes(name));
    }

    static byte[] bytes(String name) {
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no vector file " + name);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every case of a restJson1 file that speaks of servers, by file and id. */
    static Map<String, JsonNode> serverCases(String file) {
        Map<String, JsonNode> cases = new LinkedHashMap<>();
        json("restjson1/" + file + ".json").forEach(node -> {
            if (!node.path("appliesTo").asString("").equals("client")
                    && cases.put(file + "/" + node.path("id").stringValue(), node) != null) {
                throw new IllegalStateException("there twice: " + node.path("id"));
            }
        });
        return cases;
    }

    /** One test per case; a case that is left out must fail, or its entry in the list is stale. */
    static Stream<DynamicTest> tests(String file, ThrowingConsumer<JsonNode> test) {
        Set<String> leftOut = leftOut();
        return serverCases(file).entrySet().stream().map(entry -> {
            String id = entry.getKey();
            boolean listed = leftOut.contains(id);
            return DynamicTest.dynamicTest(listed ? id + " (left out)" : id, () -> {
                if (!listed) {
                    named(id, entry.getValue(), test);
                } else if (passes(entry.getValue(), test)) {
                    throw new AssertionError("passes, so it must not be left out: " + id);
                }
            });
        });
    }

    private static void named(String id, JsonNode node, ThrowingConsumer<JsonNode> test) {
        try {
            test.accept(node);
        } catch (Throwable failure) {
            throw new AssertionError(id + ": " + failure.getMessage(), failure);
        }
    }

    private static boolean passes(JsonNode node, ThrowingConsumer<JsonNode> test) {
        try {
            test.accept(node);
            return true;
        } catch (Throwable expected) {
            return false;
        }
    }

    /** The ids in the list, each with its file. */
    static Set<String> leftOut() {
        Set<String> ids = new HashSet<>();
        new String(bytes("restjson1/" + LEFT_OUT), UTF_8)
                .lines()
                .filter(line -> !line.isBlank() && !line.startsWith("#"))
                .forEach(line -> {
                    if (!ids.add(line)) {
                        throw new IllegalStateException("listed twice: " + line);
                    }
                });
        return ids;
    }
}
