package dev.hato.tracking;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the links of mails lead to, kept by the host, so that their tokens are short: some 100 characters however long a
 * URL is. Without one each token carries its destination.
 *
 * <p>Tokens authenticate what the table says: if it says something else later, the link is refused. Links whose URL has merge
 * fields carry it in any case. A click needs the table; while it cannot be read, links lead nowhere. Called by several
 * threads at once.
 */
public interface LinkTable {
    /**
     * Keeps the links of the mails of one source and step, before the first such mail is written. Called again after a
     * restart, with the same links unless the template was changed; an exception keeps the mail from being sent.
     *
     * @param source the delivery or scenario
     * @param step the step of the scenario
     * @param targets the URLs by the number of their link
     */
    void keep(String source, String step, Map<Integer, String> targets);

    /** Returns the URL that was kept, or null if there is none. */
    @Nullable String target(TrackedMail mail, int link);
}
