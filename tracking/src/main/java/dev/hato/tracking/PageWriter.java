package dev.hato.tracking;

import dev.hato.tracking.TrackingPage.Choice;
import dev.hato.tracking.TrackingPage.Kind;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes responses of pages. */
final class PageWriter {
    private static final Logger LOG = LoggerFactory.getLogger(TrackingPages.class);

    private static final Map<String, String> OF_PAGES = Map.of(
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "X-Robots-Tag", "noindex",
            "X-Content-Type-Options", "nosniff",
            "Vary", "Accept-Language",
            "Content-Security-Policy",
                    "default-src 'none'; img-src https: data:; style-src https: 'unsafe-inline'; font-src https:; "
                            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'");

    private final TrackingPages pages;

    PageWriter(TrackingPages pages) {
        this.pages = pages;
    }

    TrackingResponse page(int status, Kind kind, TrackingRequest request, @Nullable String subject) {
        return page(status, kind, request, subject, List.of());
    }

    TrackingResponse page(
            int status, Kind kind, TrackingRequest request, @Nullable String subject, List<Choice> choices) {
        Locale language = PageLanguage.of(request.header("accept-language"));
        return TrackingResponse.html(status, OF_PAGES, html(new TrackingPage(kind, language, subject, choices)));
    }

    /** A page of the host's that fails must not make it seem that what it tells about has failed. */
    private String html(TrackingPage page) {
        try {
            return Objects.requireNonNull(pages.html(page), "page");
        } catch (RuntimeException e) {
            LOG.warn("The page {} could not be written; the standard one is shown.", page.kind(), e);
            return StandardPages.INSTANCE.html(page);
        }
    }
}
