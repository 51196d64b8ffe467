package dev.hato.smtp;

import dev.hato.contact.EmailAddress;
import dev.hato.internal.Texts;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import dev.hato.smtp.Entry.Lease;
import dev.hato.smtp.Entry.Refused;
import dev.hato.smtp.SendOutcome.Cause;
import dev.hato.smtp.SendOutcome.Deferred;
import dev.hato.smtp.SendOutcome.Unknown;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Sends over several routes: shares the mails out by weight, keeps each route's limits, takes another
 * route where one fails, and leaves a route alone that fails or refuses everything.
 *
 * <pre>{@code
 * BulkTransport transport = RoutedTransport.over(
 *     Route.to("main", main).weight(3).speed(100, Duration.ofSeconds(1)).build(),
 *     Route.to("second", second).build(),
 *     Route.to("reserve", reserve).standby().build());
 * }</pre>
 *
 * <p><b>Fail-over.</b> A mail whose outcome is {@code Deferred(ROUTE)} was certainly not taken, so the
 * next open route gets it at once, each route once. If none takes it, the outcome is the last {@code
 * Deferred(ROUTE)}, and its detail names every route. Any other outcome is final: {@code Unknown} too,
 * since a mail that may have been taken would arrive twice.
 *
 * <p><b>Limits.</b> A mail for which no open route has room waits, in order of arrival, up to {@link
 * Builder#patience}; then, or at once if it is clear that the time will not do, its outcome is {@code
 * Deferred(ROUTE)}. {@link Route.Builder#speed} and {@link Route.Builder#concurrent} hold over all
 * threads that use this transport, not over other processes. The limits of {@link SmtpTransport} come
 * on top: {@code connections} is how many mails its server gets at a time, whatever is allowed here,
 * and {@code maxMailsPerConnection} renews connections without any mail noticing.
 *
 * <p><b>Pauses.</b> A route that {@linkplain Route.Builder#pauseAfterFailures fails} or {@linkplain
 * Route.Builder#pauseAfterRefusals refuses} too often in a row gets no mail for a while, and no
 * connection attempt; the {@link RouteListener} is told, and {@link #routes()} shows it. Then one mail
 * at a time tries it; a mail taken ends the pause, another failure makes the next pause twice as long.
 * While every route is paused, the outcome is {@code Deferred(ROUTE)} at once and names until when.
 *
 * <p>Thread-safe. Starts no thread. An interrupt ends the waiting, leaves the flag set, keeps the mail
 * from another route, and does not count against the route. What a route's transport throws against
 * its contract counts as a failure of the route and is thrown on.
 */
public final class RoutedTransport implements BulkTransport {
    private final List<Route> routes;
    private final Traffic traffic;
    private final RouteListener alerts;

    private RoutedTransport(List<Route> routes, Traffic traffic, RouteListener alerts) {
        this.routes = routes;
        this.traffic = traffic;
        this.alerts = alerts;
    }

    /** Returns the transport over these routes, with the machine's clock, which logs what becomes of them. */
    public static RoutedTransport over(Route... routes) {
        return builder(routes).build();
    }

    /**
     * Begins a transport over routes.
     *
     * @param routes at least one, each with a name of its own
     */
    public static Builder builder(Route... routes) {
        return new Builder(List.of(routes));
    }

    @Override
    public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
        return send(new ReadyMail(sender, recipient, mail), () -> true);
    }

    @Override
    public SendOutcome send(ReadyMail mail, BooleanSupplier mayBegin) {
        return offer(mail, mayBegin, new Attempts(), null);
    }

    /** Offers the mail to the routes that it has not tried. */
    private SendOutcome offer(ReadyMail mail, BooleanSupplier mayBegin, Attempts tried, @Nullable Lane held) {
        while (true) {
            Entry entry = enter(tried, held);
            if (entry instanceof Refused refused) {
                return tried.outcome(refused.reason());
            }
            Lease lease = (Lease) entry;
            SendOutcome outcome;
            try {
                tried.tell(alerts, lease.lane());
                outcome = over(lease, mail, mayBegin);
            } finally {
                traffic.leave(lease);
            }
            if (!mayGoElsewhere(outcome) || !(outcome instanceof Deferred deferred)) {
                return outcome;
            }
            tried.add(lease.lane(), deferred);
        }
    }

    private Entry enter(Attempts tried, @Nullable Lane held) {
        try {
            return traffic.enter(tried.lanes(), held);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Refused("the thread was interrupted before a route was found");
        }
    }

    private SendOutcome over(Lease lease, ReadyMail mail, BooleanSupplier mayBegin) {
        SendOutcome outcome = null;
        try {
            MailTransport transport = lease.lane().route.transport();
            outcome = transport.send(mail, mayBegin);
            return Objects.requireNonNull(outcome, "The transport gave no outcome.");
        } finally {
            traffic.done(lease, outcome != null ? outcome : new Unknown("The transport threw an exception"));
        }
    }

    /** Returns whether the mail was certainly not taken, and not because the thread is to stop. */
    static boolean mayGoElsewhere(SendOutcome outcome) {
        return outcome instanceof Deferred deferred
                && deferred.cause() == Cause.ROUTE
                && !Thread.currentThread().isInterrupted();
    }

    /**
     * Sends the mails of a queue, in rows over one route each. A row ends and another begins, perhaps on
     * another route, when the route has had its share, is at its limit, fails, or is paused. A mail
     * that fails is offered to another route before its outcome is told; the order stays.
     *
     * <p>When the thread is interrupted, no further mail is asked for.
     */
    @Override
    public void sendAll(MailQueue mails) {
        ReadyMail mail = mails.next();
        while (mail != null) {
            Entry entry = enter(new Attempts(), null);
            if (entry instanceof Lease lease) {
                if (!new RouteRow(traffic, lease, mails, mail, this::offer).send()) {
                    return;
                }
            } else if (entry instanceof Refused refused) {
                mails.outcome(mail, new Attempts().outcome(refused.reason()));
            }
            mail = Thread.currentThread().isInterrupted() ? null : mails.next();
        }
    }

    /** Returns how each route stands at this moment, in the order in which they were named. */
    public List<RouteStatus> routes() {
        return traffic.status();
    }

    /**
     * Sends waiting mails away as {@code Deferred(ROUTE)} and closes the transports of all routes; when
     * several throw, the first exception is thrown with the others suppressed. Repeating it is harmless.
     */
    @Override
    public void close() {
        traffic.close();
        RuntimeException first = null;
        for (MailTransport transport :
                routes.stream().map(Route::transport).distinct().toList()) {
            try {
                transport.close();
            } catch (RuntimeException e) {
                if (first == null) {
                    first = e;
                } else if (first != e) {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Returns the routes' names and states. */
    @Override
    public String toString() {
        return routes().stream()
                .map(route -> route.name() + " " + route.state())
                .collect(Collectors.joining(", ", "RoutedTransport[", "]"));
    }

    /** Collects what the routes have in common. Not thread-safe. */
    public static final class Builder {
        private final List<Route> routes;
        private InstantSource clock = InstantSource.system();
        private RouteListener listener = RouteAlerts.LOGGING;
        private Duration patience = Duration.ofMinutes(5);
        private Pause pause = Pause.REAL;

        private Builder(List<Route> routes) {
            if (routes.isEmpty()) {
                throw new IllegalArgumentException("There is no route; name at least one.");
            }
            Set<String> names = new HashSet<>();
            for (Route route : routes) {
                if (!names.add(route.name())) {
                    throw new IllegalArgumentException(
                            "Two routes are called " + Texts.quote(route.name()) + "; give each a name of its own.");
                }
            }
            this.routes = routes;
        }

        /** Sets where the time for speeds and pauses comes from; the machine's clock unless set. */
        public Builder clock(InstantSource value) {
            clock = Objects.requireNonNull(value, "clock");
            return this;
        }

        /** Sets whom to tell of pauses and fail-overs; the log, as warnings, unless set. */
        public Builder listener(RouteListener value) {
            listener = Objects.requireNonNull(value, "listener");
            return this;
        }

        /**
         * Sets how long a mail may wait for room on a route; 5 minutes unless set. It should be longer
         * than the slowest route takes for as many mails as there are threads, and shorter than the
         * leases of the mails, which nobody renews in a dispatcher without an executor.
         *
         * @param value above zero, at most a day
         */
        public Builder patience(Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException("patience is " + value + "; it must be above zero, at most a day.");
            }
            patience = value;
            return this;
        }

        Builder pause(Pause value) {
            pause = value;
            return this;
        }

        /**
         * Returns the transport.
         *
         * @throws IllegalStateException if a route is slower than the patience lasts
         */
        public RoutedTransport build() {
            for (Route route : routes) {
                Duration interval = route.interval();
                if (interval != null && interval.compareTo(patience) > 0) {
                    throw new IllegalStateException("Route " + Texts.quote(route.name()) + " takes a mail every "
                            + interval + ", but the patience is " + patience + "; raise the patience or the speed.");
                }
            }
            RouteListener alerts = new RouteAlerts(listener);
            List<Lane> lanes = routes.stream().map(Lane::new).toList();
            return new RoutedTransport(routes, new Traffic(lanes, clock, pause, patience, alerts), alerts);
        }
    }
}
