package dev.outcrop.engines.gguf.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The golden models and what a correct engine makes of them. */
public final class Golden {

    public static final Path FOLDER = Path.of("src/test/resources/golden");

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private Golden() {}

    /** Names, without extension, of the golden models whose case file has the member {@code member}. */
    public static List<String> modelsWith(String member) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(FOLDER, "*.gguf")) {
            for (Path file : files) {
                String name = file.getFileName().toString().replace(".gguf", "");
                if (cases(name).has(member)) {
                    names.add(name);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        names.sort(null);
        return names;
    }

    public static Path model(String name) {
        return FOLDER.resolve(name + ".gguf");
    }

    /** The case file of a model. */
    public static JsonNode cases(String name) {
        return json(name + ".json");
    }

    public static JsonNode json(String file) {
        return read(FOLDER.resolve(file));
    }

    /** Any JSON file. */
    public static JsonNode read(Path file) {
        return JSON.readTree(file);
    }

    public static int[] ints(JsonNode array) {
        int[] values = new int[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).intValue();
        }
        return values;
    }

    public static double[] doubles(JsonNode array) {
        double[] values = new double[array.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = array.get(i).doubleValue();
        }
        return values;
    }
}
