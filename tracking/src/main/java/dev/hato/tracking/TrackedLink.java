package dev.hato.tracking;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What an authentic token says.
 *
 * @param purpose what the link is for
 * @param mail the mail that it stands in
 * @param link which link of the mail, counted from 0 in the order of the template; the registered URL's number if it is one;
 *     {@link #OF_VALUE} if it has none; 0 for purposes that have one link a mail
 * @param registered whether the link is a URL registered under a number, whose clicks accumulate over mails
 * @param detail where a click leads to; for other purposes what they are about, such as the mailing list; null if nothing
 */
public record TrackedLink(
        Purpose purpose,
        TrackedMail mail,
        int link,
        boolean registered,
        @Nullable String detail) {
    /** Stands for the number of a link that is in no template, but came into the mail with a value. */
    public static final int OF_VALUE = -1;

    /** Checks that nothing is missing. */
    public TrackedLink {
        Objects.requireNonNull(purpose, "purpose");
        Objects.requireNonNull(mail, "mail");
    }
}
