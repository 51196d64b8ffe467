package dev.hato.message;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The links of a template, the same whenever it is compiled from the same sources; or those of a message that was
 * filled already.
 *
 * <p>Immutable and thread-safe.
 *
 * @param fingerprint {@link MessageTemplate#fingerprint()}, or null for the links of a message: their indexes mean
 *     nothing in another message
 * @param all the links; each stands at its own index
 * @param hasHtml whether there is HTML, so that a pixel can be put into it
 */
public record TemplateLinks(@Nullable String fingerprint, List<TemplateLink> all, boolean hasHtml) {
    /** Stands for the index of a link that is in none of the sources, but came with a value. */
    public static final int OF_VALUE = -1;

    /** Copies the links and checks their order. */
    public TemplateLinks {
        all = List.copyOf(all);
        for (int i = 0; i < all.size(); i++) {
            if (Objects.requireNonNull(all.get(i), "link").index() != i) {
                throw new IllegalArgumentException(
                        "Link " + i + " has the index " + all.get(i).index() + "; give the links in order.");
            }
        }
    }
}
