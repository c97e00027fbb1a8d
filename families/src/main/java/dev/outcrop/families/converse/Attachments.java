package dev.outcrop.families.converse;

import java.util.regex.Pattern;

import dev.outcrop.families.image.ImageHeader;
import dev.outcrop.wire.error.ValidationException;

/**
 * What a conversation may carry beside words. Counts what it has seen: one per request, not thread-safe.
 *
 * <p>Limits: API reference of Converse, {@code Message}: 20 images of at most 3.75 MB and 8,000 pixels a side, 5 documents
 * of at most 4.5 MB.
 */
final class Attachments {
    private static final int MOST_IMAGES = 20;
    private static final int MOST_IMAGE_BYTES = 3_932_160;
    private static final int MOST_PIXELS = 8_000;
    private static final int MOST_DOCUMENTS = 5;
    private static final int MOST_DOCUMENT_BYTES = 4_500_000;

    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9\\s\\-()\\[\\]]+");
    private static final Pattern SPACES = Pattern.compile("\\s{2,}");

    private final boolean readsImages;
    private final boolean readsDocuments;
    private int images;
    private int documents;

    Attachments(boolean readsImages, boolean readsDocuments) {
        this.readsImages = readsImages;
        this.readsDocuments = readsDocuments;
    }

    /** @throws ValidationException when no model here reads the block */
    void readable(Block block) {
        if (block instanceof Block.Unreadable(String member)) {
            throw unsupported(member);
        }
    }

    /**
     * Checks the next block.
     *
     * @param path where it stands, for messages
     * @throws ValidationException when the model cannot take it
     */
    void check(Block block, String path) {
        switch (block) {
            case Block.Image image -> image(image, path);
            case Block.Document document -> document(document, path);
            case Block.ToolResult result -> {
                for (int i = 0; i < result.content().size(); i++) {
                    check(result.content().get(i), path + ".toolResult.content." + i);
                }
            }
            case Block.Unreadable unreadable -> readable(unreadable);
            case Block.Text _,Block.Json _,Block.ToolUse _,Block.Reasoning _,Block.RedactedReasoning _,Block.CachePoint _ ->
                {}
        }
    }

    private void image(Block.Image image, String path) {
        if (!readsImages) {
            throw unsupported("image");
        }
        images++;
        if (images > MOST_IMAGES) {
            throw new ValidationException("A request can have at most " + MOST_IMAGES + " images.");
        }
        if (image.bytes().length > MOST_IMAGE_BYTES) {
            throw new ValidationException("The image at " + path + " is larger than 3.75 MB.");
        }
        ImageHeader header = ImageHeader.of(image.bytes());
        if (header == null) {
            throw ConverseInvocation.refusal(path + ".image.source.bytes: Could not process image");
        }
        if (!header.mediaType().equals(Words.mediaType(image))) {
            throw ConverseInvocation.refusal(path
                    + ".image.source.bytes: The image was specified using the "
                    + Words.mediaType(image) + " media type, but the image appears to be a " + header.mediaType()
                    + " image");
        }
        if (header.width() > MOST_PIXELS || header.height() > MOST_PIXELS) {
            throw new ValidationException("The image at " + path + " is wider or higher than 8000 pixels.");
        }
    }

    private void document(Block.Document document, String path) {
        if (!readsDocuments) {
            throw unsupported("document");
        }
        documents++;
        if (documents > MOST_DOCUMENTS) {
            throw new ValidationException("A request can have at most " + MOST_DOCUMENTS + " documents.");
        }
        if (!NAME.matcher(document.name()).matches() || SPACES.matcher(document.name()).find()) {
            throw new ValidationException("The document file name can only contain alphanumeric characters, whitespace"
                    + " characters, hyphens, parentheses, and square brackets. The name can't contain more than one"
                    + " consecutive whitespace character.");
        }
        if (document.bytes() != null && document.bytes().length > MOST_DOCUMENT_BYTES) {
            throw new ValidationException("The document at " + path + " is larger than 4.5 MB.");
        }
    }

    private static ValidationException unsupported(String member) {
        return new ValidationException("This model doesn't support the " + member + " content block that you provided."
                + " Update the content block and try again.");
    }
}
