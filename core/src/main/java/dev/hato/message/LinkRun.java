package dev.hato.message;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What is done with the links that a run of a program comes upon. Used by one thread, for one mail. */
abstract sealed class LinkRun permits LinkWriting, LinkMarking {
    /** Stands for the index of a link that is left as it is, whoever asks: a way out of the list. */
    static final int KEPT = -2;

    /** What stands before the URL of a picture of one pixel. */
    static final byte[] PIXEL = "<img src=\"".getBytes(StandardCharsets.US_ASCII);

    /** What stands behind it. */
    static final byte[] PIXEL_END =
            "\" alt=\"\" width=\"1\" height=\"1\" border=\"0\">".getBytes(StandardCharsets.US_ASCII);

    /** Puts out a link that has no fields, and returns whether all of it stands for itself in quoted-printable. */
    abstract boolean fixed(Op.Link link, Utf8Buffer out);

    /** Has its way with a link that was put out from {@code start} to the end. */
    abstract void filled(int index, LinkForm form, int start, Utf8Buffer out);

    /** Puts out HTML that came with a value. */
    abstract void html(ParsedPart part, Utf8Buffer out);

    /** Puts out a picture of one pixel, if there is to be one. */
    abstract void pixel(Utf8Buffer out);

    /** Puts out the URL of such a picture alone, and returns whether all of it stands for itself in quoted-printable. */
    abstract boolean pixelUrl(Utf8Buffer out);

    /** Returns where a filled link leads, or null if it is not to be replaced by anyone. */
    static @Nullable String target(LinkForm form, byte[] text, int from, int to) {
        String filled = new String(text, from, to - from, StandardCharsets.UTF_8);
        return WebUrls.of(form == LinkForm.ATTRIBUTE ? CharacterReferences.decode(filled, true) : filled);
    }
}
