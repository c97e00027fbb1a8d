package dev.outcrop.families.image;

import java.util.ArrayList;
import java.util.List;

import dev.outcrop.inference.Part;
import tools.jackson.databind.JsonNode;

/** The member {@code images} of bodies with a prompt: base64, the type told by the pictures themselves. */
public final class PromptImages {
    private static final int MOST = 20;

    private PromptImages() {}

    /** The pictures in their order; none when there is no such member. */
    public static List<Part.Image> read(JsonNode body) {
        Images images = new Images(MOST);
        JsonNode given = body.path("images");
        List<Part.Image> read = new ArrayList<>();
        for (int i = 0; i < given.size(); i++) {
            read.add(images.read("images." + i, null, given.path(i).stringValue()));
        }
        return read;
    }
}
