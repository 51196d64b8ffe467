package dev.hato.consent;

import dev.hato.internal.Texts;
import org.jspecify.annotations.Nullable;

/**
 * A mailing list: contacts subscribe to it and leave it, each on its own evidence.
 *
 * <p>Two lists are equal when their names are.
 *
 * @param name the key in the stores, at most 100 characters
 * @param title what people read in reports and on pages
 */
public record MailingList(String name, String title) {
    /** Checks both. */
    public MailingList {
        Texts.requireName("Mailing list name", name, 100);
        Texts.requireName("Mailing list title", title, 200);
    }

    /** Returns the list with this name, which is also its title. */
    public static MailingList of(String name) {
        return new MailingList(name, name);
    }

    /** Returns this list with another title. */
    public MailingList titled(String newTitle) {
        return new MailingList(name, newTitle);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MailingList that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }
}
