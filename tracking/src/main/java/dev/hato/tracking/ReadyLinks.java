package dev.hato.tracking;

import dev.hato.message.AsciiText;
import dev.hato.message.SharedLinks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The links of one template made ready once for all mails that have them. Immutable and thread-safe. */
final class ReadyLinks {
    private static final int VALUES = 3;
    private static final AsciiText NOTHING = AsciiText.of("");

    /** For each link the value that tokens authenticate, in two halves, and what ends it; side by side in memory. */
    private final long[] values;

    private final @Nullable ReadyLink[] links;
    private final SharedLinks seen;
    private final SharedLinks unseen;

    /**
     * Takes what was made ready.
     *
     * @param links for each link of the template, null where each mail decides
     * @param click what stands before the token of a link
     * @param open what stands before the token of the picture that tells of opens
     */
    ReadyLinks(@Nullable ReadyLink[] links, AsciiText click, AsciiText open) {
        this.links = links.clone();
        this.values = new long[VALUES * links.length];
        List<SharedLinks.@Nullable Around> around = new ArrayList<>();
        for (int i = 0; i < links.length; i++) {
            ReadyLink link = links[i];
            if (link == null) {
                around.add(null);
            } else {
                Detail detail = link.detail();
                values[VALUES * i] = detail.low();
                values[VALUES * i + 1] = detail.high();
                values[VALUES * i + 2] = Detail.ending(detail.form(), link.number(), 0);
                around.add(new SharedLinks.Around(click, detail.characters()));
            }
        }
        unseen = SharedLinks.of(around, null, TokenWriter.LINK_CHARACTERS);
        seen = SharedLinks.of(around, new SharedLinks.Around(open, NOTHING), TokenWriter.LINK_CHARACTERS);
    }

    /** Returns the link of this index, or null if each mail decides. */
    @Nullable ReadyLink get(int index) {
        return links[index];
    }

    /** Returns the first half of the value that tokens authenticate for a link. */
    long low(int index) {
        return values[VALUES * index];
    }

    /** Returns the second half of the value that tokens authenticate for a link. */
    long high(int index) {
        return values[VALUES * index + 1];
    }

    /**
     * Returns the four bytes that end what a tag authenticates for a link.
     *
     * @throws IllegalArgumentException if it is a link about which each mail decides
     */
    int ending(int index) {
        int ending = (int) values[VALUES * index + 2];
        if (ending == 0) {
            throw new IllegalArgumentException("Link " + index + " is not the same in all mails; write it by itself.");
        }
        return ending;
    }

    /** Returns what all mails have in common, with or without the picture that tells of opens. */
    SharedLinks shared(boolean withPicture) {
        return withPicture ? seen : unseen;
    }
}
