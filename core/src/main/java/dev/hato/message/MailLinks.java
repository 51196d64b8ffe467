package dev.hato.message;

import org.jspecify.annotations.Nullable;

/** Writes the links of one mail. Used by one thread, while the mail is made. */
public interface MailLinks {
    /**
     * Writes what stands in place of a link; called each time that the link comes up in the mail, which in a loop
     * may be several times.
     *
     * @param link the link's index in {@link TemplateLinks#all()}, or {@link TemplateLinks#OF_VALUE} for a link that
     *     came with a value
     * @param target where it leads, an http or https URL with its entities decoded; null where the plan has
     *     got it as {@link TemplateLink#target()}
     * @param out gets the new URL
     * @return true if it was written; false, with nothing written, to leave the link as it is
     */
    boolean write(int link, @Nullable String target, AsciiSink out);

    /**
     * Writes the URL of a picture of one pixel that is put at the end of the HTML.
     *
     * @return true if it was written; false, with nothing written, if there is to be none
     */
    default boolean writePixel(AsciiSink out) {
        return false;
    }

    /**
     * Returns the same links in a form that needs less work for each mail, or null if there is none. A composer
     * may use it for some links and {@link #write} for others: both must come to the same octets.
     */
    default @Nullable TokenLinks tokens() {
        return null;
    }
}
