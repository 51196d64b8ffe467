package dev.hato.message;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A link of a template: a place where an http or https URL stands, or may stand once the template is filled.
 *
 * <p>Immutable and thread-safe.
 *
 * @param index counts the links of a template from 0, those of the HTML before those of the text, each in the order of
 *     the source
 * @param place where it stands
 * @param target the URL with its entities decoded, or null if fields decide about it
 * @param attributes those of the element's {@code data-hato-*} attributes that have no fields in them, by name in lower
 *     case, decoded; empty for text
 * @param label what the reader sees of it, as far as no fields decide about it: the text, or that of a picture;
 *     empty if nothing is known
 * @param position where it begins in the source
 */
public record TemplateLink(
        int index,
        Place place,
        @Nullable String target,
        Map<String, String> attributes,
        String label,
        TemplatePosition position) {
    /** Where a link stands. */
    public enum Place {
        /** The {@code href} of an {@code a}. */
        ANCHOR,
        /** The {@code href} of an {@code area} in a picture. */
        AREA,
        /** The {@code href} of a shape that only Outlook draws. */
        VML,
        /** Plain text. */
        TEXT
    }

    /** Checks that nothing is missing, and copies the attributes. */
    public TemplateLink {
        Objects.requireNonNull(place, "place");
        attributes = Map.copyOf(attributes);
        Objects.requireNonNull(label, "label");
        Objects.requireNonNull(position, "position");
    }
}
