package dev.outcrop.families;

import dev.outcrop.wire.error.ValidationException;

/** What this version refuses in any family, said plainly rather than ignored. */
public final class Unsupported {

    private Unsupported() {}

    /** Refuses images: the models that answer read text only. */
    public static void images(boolean present) {
        if (present) {
            throw new ValidationException("This model doesn't support image input in this version of Outcrop."
                    + " Try again without images.");
        }
    }

    /** The service's refusal of tools by a model that has none. */
    public static ValidationException tools() {
        return new ValidationException("This model doesn't support tool use.");
    }

    /** The refusal of content that is neither text nor image. */
    public static ValidationException content(String kind) {
        return new ValidationException("This model doesn't support content of type " + kind
                + " in this version of Outcrop. Try again with text.");
    }

    /** Refuses several answers to one request, where the format has a place for one only. */
    public static void severalAnswers(int count) {
        if (count > 1) {
            throw new ValidationException("This model gives one answer to a request. Ask for one and try again.");
        }
    }

    /** Refuses a setting that changes the answer and has no counterpart here. */
    public static void field(String name, boolean present) {
        if (present) {
            throw new ValidationException(
                    "The field " + name + " is not available in this version of Outcrop. Try again"
                            + " without it.");
        }
    }
}
