package dev.hato.tracking;

import java.util.Optional;

/** Shows a mail once more, in the browser. Called by several threads at once. */
@FunctionalInterface
public interface BrowserView {
    /**
     * Returns the HTML of a mail that was sent, or empty if it cannot be shown any more.
     *
     * <p>It is sent under a policy that runs no script. Whoever has the link, also one that was forwarded, sees it.
     */
    Optional<String> html(TrackedMail mail);
}
