package dev.hato.smtp;

import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What listens where the host does not, and what keeps a broken listener from stopping the mail. */
final class RouteAlerts implements RouteListener {
    /** Writes everything into the log, as warnings. */
    static final RouteListener LOGGING = new RouteListener() {
        @Override
        public void paused(String route, Instant until, String reason) {
            LOG.warn("Route '{}' is paused until {}: {}", route, until, reason);
        }

        @Override
        public void resumed(String route) {
            LOG.warn("Route '{}' works again.", route);
        }

        @Override
        public void failedOver(String from, String to, String detail) {
            LOG.warn("Route '{}' failed, a mail goes over '{}' instead: {}", from, to, detail);
        }
    };

    private static final Logger LOG = LoggerFactory.getLogger(RoutedTransport.class);

    private final RouteListener listener;

    RouteAlerts(RouteListener listener) {
        this.listener = listener;
    }

    @Override
    public void paused(String route, Instant until, String reason) {
        guarded(() -> listener.paused(route, until, reason));
    }

    @Override
    public void resumed(String route) {
        guarded(() -> listener.resumed(route));
    }

    @Override
    public void failedOver(String from, String to, String detail) {
        guarded(() -> listener.failedOver(from, to, detail));
    }

    private static void guarded(Runnable call) {
        try {
            call.run();
        } catch (RuntimeException | Error e) {
            LOG.warn("The listener of the routes failed; sending goes on.", e);
        }
    }
}
