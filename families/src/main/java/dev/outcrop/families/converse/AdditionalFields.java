package dev.outcrop.families.converse;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.wire.error.ValidationException;
import tools.jackson.core.JsonPointer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Members of native bodies that callers name themselves, both ways. */
final class AdditionalFields {

    private AdditionalFields() {}

    /**
     * Merges members into a native body, objects with objects.
     *
     * @throws ValidationException when Converse has set one already
     */
    static void merge(ObjectNode body, ObjectNode additional) {
        merge(body, additional, "");
    }

    private static void merge(ObjectNode body, ObjectNode additional, String path) {
        additional.properties().forEach(member -> {
            String name = path + member.getKey();
            JsonNode present = body.get(member.getKey());
            if (present == null) {
                body.set(member.getKey(), member.getValue());
            } else if (present instanceof ObjectNode object && member.getValue() instanceof ObjectNode more) {
                merge(object, more, name + ".");
            } else {
                throw new ValidationException("The additional field " + name + " conflicts with an existing field.");
            }
        });
    }

    /**
     * Reads the paths of {@code additionalModelResponseFieldPaths}.
     *
     * @throws ValidationException when one is no JSON pointer
     */
    static List<JsonPointer> pointers(List<String> paths) {
        List<JsonPointer> pointers = new ArrayList<>(paths.size());
        for (String path : paths) {
            if (!path.startsWith("/")) {
                throw new ValidationException("The path " + path + " in additionalModelResponseFieldPaths is not a JSON"
                        + " Pointer. Provide a JSON Pointer and try again.");
            }
            pointers.add(JsonPointer.compile(path));
        }
        return pointers;
    }

    /** What a native body has at these paths, in objects as deep as the paths; what it does not have is left out. */
    static ObjectNode select(JsonNode body, List<JsonPointer> pointers) {
        ObjectNode selected = ApiDocument.NODES.objectNode();
        for (JsonPointer pointer : pointers) {
            JsonNode value = body.at(pointer);
            if (value.isMissingNode()) {
                continue;
            }
            ObjectNode parent = selected;
            JsonPointer rest = pointer;
            while (!rest.tail().matches()) {
                JsonNode next = parent.get(rest.getMatchingProperty());
                parent = next instanceof ObjectNode object ? object : parent.putObject(rest.getMatchingProperty());
                rest = rest.tail();
            }
            parent.set(rest.getMatchingProperty(), value);
        }
        return selected;
    }
}
