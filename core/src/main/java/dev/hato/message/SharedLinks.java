package dev.hato.message;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What the links of many mails of one template have in common: it is encoded once, not for each mail. Two of them are
 * the same only if they are one object, so keep it.
 *
 * <p>Immutable and thread-safe.
 */
public final class SharedLinks {
    private final List<@Nullable Around> links;
    private final @Nullable Around pixel;
    private final int linkOctets;

    /**
     * What stands around the octets of one mail and link.
     *
     * @param before the beginning of the URL
     * @param after its end; may be empty
     */
    public record Around(AsciiText before, AsciiText after) {
        /** Checks that nothing is missing. */
        public Around {
            Objects.requireNonNull(before, "before");
            Objects.requireNonNull(after, "after");
        }
    }

    private SharedLinks(List<@Nullable Around> links, @Nullable Around pixel, int linkOctets) {
        this.links = Collections.unmodifiableList(new ArrayList<>(links));
        this.pixel = pixel;
        this.linkOctets = linkOctets;
    }

    /**
     * Takes what the links have in common.
     *
     * @param links for each of {@link TemplateLinks#all()} what stands around its octets, or null if {@link
     *     MailLinks#write} decides about it in each mail
     * @param pixel the same for a picture of one pixel, or null if the mails have none
     * @param linkOctets how many octets each link and the picture have for themselves, beside those of the mail
     * @throws IllegalArgumentException if there are fewer than 0 octets
     */
    public static SharedLinks of(List<@Nullable Around> links, @Nullable Around pixel, int linkOctets) {
        if (linkOctets < 0) {
            throw new IllegalArgumentException("A link has " + linkOctets + " octets of its own; give 0 or more.");
        }
        return new SharedLinks(links, pixel, linkOctets);
    }

    /** Returns what stands around the octets of the link, or null if it is written in another way. */
    public @Nullable Around link(int index) {
        return index >= 0 && index < links.size() ? links.get(index) : null;
    }

    /** Returns what stands around the octets of the picture's URL, or null if there is no picture. */
    public @Nullable Around pixel() {
        return pixel;
    }

    /** Returns how many octets each link has for itself. */
    public int linkOctets() {
        return linkOctets;
    }
}
