package dev.outcrop.families.image;

import java.util.Base64;
import java.util.List;

import dev.outcrop.inference.Part;
import dev.outcrop.wire.error.ValidationException;
import org.jspecify.annotations.Nullable;

/**
 * Reads the pictures of one request within the service's bounds: user guide, "Request formats for vision models": at
 * most 3.75 MB and 8,000 pixels a side. Not thread-safe.
 *
 * <p>A picture is refused before it is decoded when it is too large, and is never unpacked.
 */
public final class Images {

    /** The four types that vision models take. */
    public static final List<String> MEDIA_TYPES = List.of("image/jpeg", "image/png", "image/gif", "image/webp");

    private static final int MOST_BYTES = 3_932_160;

    /** Base64 may end with so many bytes that are none. */
    private static final int PADDING = 2;

    private static final int MOST_PIXELS = 8_000;
    private static final String BASE_64 = ";base64,";

    private final int most;
    private int count;

    /** @param most how many pictures a request may have */
    public Images(int most) {
        this.most = most;
    }

    /**
     * One picture.
     *
     * @param where in the body, as the family writes it; begins every complaint
     * @param mediaType as declared, or null where the body does not say
     * @throws ValidationException when there are too many, or it is too large, not base64, or not such a picture
     */
    public Part.Image read(String where, @Nullable String mediaType, String base64) {
        count++;
        if (count > most) {
            throw new ValidationException("too many images and documents: " + count + " + 0 > " + most);
        }
        if (mediaType != null && !MEDIA_TYPES.contains(mediaType)) {
            throw new ValidationException(
                    where + ".media_type: Input should be 'image/jpeg', 'image/png', 'image/gif' or"
                            + " 'image/webp'");
        }
        long size = base64.length() * 3L / 4;
        if (size - PADDING > MOST_BYTES) {
            throw tooLarge(where, size - (base64.endsWith("==") ? 2 : base64.endsWith("=") ? 1 : 0));
        }
        byte[] file;
        try {
            file = Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException notBase64) {
            throw new ValidationException(where + ".data: invalid base64 data");
        }
        if (file.length > MOST_BYTES) {
            throw tooLarge(where, file.length);
        }
        ImageHeader header = ImageHeader.of(file);
        if (header == null) {
            throw new ValidationException(where + ".data: Could not process image");
        }
        if (mediaType != null && !mediaType.equals(header.mediaType())) {
            throw new ValidationException(where + ".data: The image was specified using the " + mediaType
                    + " media type, but the image appears to be a " + header.mediaType() + " image");
        }
        if (header.width() > MOST_PIXELS || header.height() > MOST_PIXELS) {
            throw new ValidationException(
                    where + ".data: At least one of the image dimensions exceed max allowed size: "
                            + MOST_PIXELS + " pixels");
        }
        return new Part.Image(header.mediaType(), file);
    }

    /** One picture as a {@code data:} URI; nothing is ever fetched. */
    public Part.Image readDataUri(String where, String uri) {
        int data = uri.indexOf(BASE_64);
        if (!uri.startsWith("data:") || data < 0) {
            throw new ValidationException(where
                    + ": Only base64 data URIs are supported, such as data:image/png;base64,...");
        }
        return read(where, uri.substring("data:".length(), data), uri.substring(data + BASE_64.length()));
    }

    private static ValidationException tooLarge(String where, long bytes) {
        return new ValidationException(
                where + ": image exceeds 3.75 MB maximum: " + bytes + " bytes > " + MOST_BYTES + " bytes");
    }
}
