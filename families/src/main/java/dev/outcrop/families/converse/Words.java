package dev.outcrop.families.converse;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What the dialects have in common. */
final class Words {

    private Words() {}

    /** The words among some blocks, one below the other. */
    static String of(List<Block> blocks) {
        return blocks.stream()
                .filter(block -> block instanceof Block.Text || block instanceof Block.Json)
                .map(Words::of)
                .collect(Collectors.joining("\n"));
    }

    private static String of(Block block) {
        return block instanceof Block.Json(var value) ? value.toString() : ((Block.Text) block).text();
    }

    /** The system texts as one, empty when there are none. */
    static String system(ConverseRequest request) {
        return of(request.system());
    }

    /** {@code image/png} of {@code png}. */
    static String mediaType(Block.Image image) {
        return "image/" + image.format();
    }

    /** Sets a number that was said, with the digits that the caller wrote. */
    static void put(ObjectNode body, String name, @Nullable Float value) {
        if (value != null) {
            body.put(name, new BigDecimal(value.toString()));
        }
    }

    /** Sets stop sequences when there are any. */
    static void put(ObjectNode body, String name, List<String> stops) {
        if (!stops.isEmpty()) {
            ArrayNode array = body.putArray(name);
            stops.forEach(array::add);
        }
    }

    /** What {@code maxTokens} says, or the model's most. */
    static int maxTokens(ConverseRequest request, ConverseModel model) {
        Integer said = request.inference().maxTokens();
        return said == null ? model.mostTokens() : said;
    }
}
