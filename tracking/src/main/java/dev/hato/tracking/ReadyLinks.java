package dev.hato.tracking;

import dev.hato.message.AsciiText;
import dev.hato.message.SharedLinks;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The links of one template made ready once for all mails that have them. Immutable and thread-safe. */
final class ReadyLinks {
    private static final AsciiText NOTHING = AsciiText.of("");

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
        List<SharedLinks.@Nullable Around> around = new ArrayList<>();
        for (ReadyLink link : links) {
            around.add(
                    link == null
                            ? null
                            : new SharedLinks.Around(click, link.detail().characters()));
        }
        unseen = SharedLinks.of(around, null, TokenWriter.LINK_CHARACTERS);
        seen = SharedLinks.of(around, new SharedLinks.Around(open, NOTHING), TokenWriter.LINK_CHARACTERS);
    }

    /** Returns the link of this index, or null if each mail decides. */
    @Nullable ReadyLink get(int index) {
        return links[index];
    }

    /** Returns what all mails have in common, with or without the picture that tells of opens. */
    SharedLinks shared(boolean withPicture) {
        return withPicture ? seen : unseen;
    }
}
