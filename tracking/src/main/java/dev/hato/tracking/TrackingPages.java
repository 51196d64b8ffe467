package dev.hato.tracking;

/**
 * Writes the pages that recipients see, in the host's own words and looks. Called by several threads at once.
 *
 * <pre>{@code
 * TrackingPages ours = page -> page.kind() == Kind.UNSUBSCRIBED ? goodbye(page) : TrackingPages.standard().html(page);
 * }</pre>
 */
@FunctionalInterface
public interface TrackingPages {
    /**
     * Returns the whole page. It is sent as UTF-8 under a policy that runs no script and loads images and styles only; forms post to
     * the page's own address, which therefore need not be known.
     */
    String html(TrackingPage page);

    /** Returns this library's pages, in Japanese and English. */
    static TrackingPages standard() {
        return StandardPages.INSTANCE;
    }
}
