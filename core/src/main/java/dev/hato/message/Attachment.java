package dev.hato.message;

import dev.hato.internal.Texts;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A file that travels with a message: to be saved, or shown inside the HTML under a content id.
 *
 * <p>Immutable and thread-safe: the bytes are copied in and out.
 */
public final class Attachment {
    private static final Pattern MEDIA_TYPE = Pattern.compile("[a-z0-9!#$&^_.+-]{1,127}/[a-z0-9!#$&^_.+-]{1,127}");
    private static final Pattern CONTENT_ID = Pattern.compile("[A-Za-z0-9_.+-]{1,64}(@[A-Za-z0-9.-]{1,100})?");

    private final String fileName;
    private final String mediaType;
    private final byte[] bytes;
    private final @Nullable String contentId;

    private Attachment(String fileName, String mediaType, byte[] bytes, @Nullable String contentId) {
        this.fileName = Texts.requireName("Attachment file name", fileName, 200);
        this.mediaType = mediaType.toLowerCase(Locale.ROOT);
        if (!MEDIA_TYPE.matcher(this.mediaType).matches()) {
            throw new IllegalArgumentException(
                    "Media type " + Texts.quote(mediaType) + " is not of the form type/subtype, such as image/png.");
        }
        if (contentId != null && !CONTENT_ID.matcher(contentId).matches()) {
            throw new IllegalArgumentException("Content id " + Texts.quote(contentId)
                    + " has characters that an URL cid: cannot carry; use letters, digits, dot, hyphen, underscore.");
        }
        this.bytes = bytes;
        this.contentId = contentId;
    }

    /** Returns a file to be saved. */
    public static Attachment of(String fileName, String mediaType, byte[] bytes) {
        return new Attachment(fileName, mediaType, bytes.clone(), null);
    }

    /** Returns an image that the HTML shows as {@code <img src="cid:contentId">}. */
    public static Attachment inline(String contentId, String fileName, String mediaType, byte[] bytes) {
        return new Attachment(fileName, mediaType, bytes.clone(), Objects.requireNonNull(contentId, "contentId"));
    }

    /** Returns the name under which the file is saved. */
    public String fileName() {
        return fileName;
    }

    /** Returns type and subtype in lower case, such as {@code application/pdf}. */
    public String mediaType() {
        return mediaType;
    }

    /** Returns a copy of the content. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** Returns the id under which the HTML shows it, or null for a file to be saved. */
    public @Nullable String contentId() {
        return contentId;
    }

    /** The same under another name. */
    Attachment named(String other) {
        return other.equals(fileName) ? this : new Attachment(other, mediaType, bytes, contentId);
    }

    /** The content itself, not to be changed. */
    byte[] content() {
        return bytes;
    }
}
