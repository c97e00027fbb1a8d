package dev.outcrop.server.runtime;

import java.util.List;

import dev.outcrop.inference.Message;
import dev.outcrop.inference.Part;
import dev.outcrop.inference.Prompt;
import dev.outcrop.inference.TextModel;
import dev.outcrop.wire.error.ValidationException;

/** Keeps pictures from models that cannot see them, in the service's words for a model without sight. */
final class ImageInput {
    private static final String REFUSAL = "This model doesn't support the image content block that you provided. Update the"
            + " content block and try again.";

    private ImageInput() {}

    /** @throws ValidationException when the prompt has a picture and the engine that answers cannot see it */
    static void requireSight(TextModel model, Prompt prompt) {
        if (!model.readsImages() && hasImage(prompt)) {
            throw new ValidationException(REFUSAL);
        }
    }

    private static boolean hasImage(Prompt prompt) {
        for (Message message : messages(prompt)) {
            for (Part part : message.parts()) {
                if (part instanceof Part.Image) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Message> messages(Prompt prompt) {
        return switch (prompt) {
            case Prompt.Verbatim _ -> List.of();
            case Prompt.Chat chat -> chat.messages();
            case Prompt.Templated templated -> templated.chat().messages();
        };
    }
}
