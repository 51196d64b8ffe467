package dev.hato.smtp;

import dev.hato.internal.Texts;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One way for mails to leave: a transport with its share of the mails, its limits, and when to leave
 * it alone.
 *
 * <pre>{@code
 * Route.to("main", SmtpTransport.to("smtp.shop.example", 587).connections(4).build())
 *     .weight(3)
 *     .speed(100, Duration.ofSeconds(1))
 *     .concurrent(4)
 *     .build()
 * }</pre>
 *
 * <p>Immutable and thread-safe; what happens on a route is kept by the {@link RoutedTransport} it is
 * given to, so give a route, and a server, to one only.
 */
public final class Route {
    private final String name;
    private final MailTransport transport;
    private final int weight;
    private final int concurrent;
    private final @Nullable Duration interval;
    private final int burst;
    private final int failuresBeforePause;
    private final int refusalsBeforePause;
    private final Duration firstPause;
    private final Duration longestPause;

    private Route(Builder builder) {
        name = builder.name;
        transport = builder.transport;
        weight = builder.weight;
        concurrent = builder.concurrent;
        interval = builder.interval;
        burst = builder.burst == 0 ? builder.usualBurst() : builder.burst;
        failuresBeforePause = builder.failuresBeforePause;
        refusalsBeforePause = builder.refusalsBeforePause;
        firstPause = builder.firstPause;
        longestPause = builder.longestPause;
    }

    /**
     * Begins a route.
     *
     * @param name how messages and reports call it; at most 64 characters, unlike the other routes' names
     */
    public static Builder to(String name, MailTransport transport) {
        return new Builder(name, transport);
    }

    /** Returns how messages and reports call it. */
    public String name() {
        return name;
    }

    /** Returns what sends its mails. */
    public MailTransport transport() {
        return transport;
    }

    /** Returns its share of the mails; 0 for a standby. */
    public int weight() {
        return weight;
    }

    int concurrent() {
        return concurrent;
    }

    /** Returns the time between two mails at the even pace, or null if there is no limit. */
    @Nullable Duration interval() {
        return interval;
    }

    int burst() {
        return burst;
    }

    int failuresBeforePause() {
        return failuresBeforePause;
    }

    int refusalsBeforePause() {
        return refusalsBeforePause;
    }

    Duration firstPause() {
        return firstPause;
    }

    Duration longestPause() {
        return longestPause;
    }

    /** Returns the name and the weight. */
    @Override
    public String toString() {
        return "Route[" + name + ", weight " + weight + "]";
    }

    /** Collects what is special about a route. Not thread-safe. */
    public static final class Builder {
        private static final int LONGEST_NAME = 64;
        private static final int HEAVIEST = 1_000_000;

        private final String name;
        private final MailTransport transport;
        private int weight = 1;
        private int concurrent = Integer.MAX_VALUE;
        private @Nullable Duration interval;
        private int burst;
        private int failuresBeforePause = 5;
        private int refusalsBeforePause = 50;
        private Duration firstPause = Duration.ofMinutes(1);
        private Duration longestPause = Duration.ofMinutes(30);

        private Builder(String name, MailTransport transport) {
            this.name = Texts.requireName("The route's name", name, LONGEST_NAME);
            this.transport = Objects.requireNonNull(transport, "transport");
        }

        /**
         * Sets the share of the mails, relative to the other routes that take mails; 1 unless set. A
         * route of weight 0 is a standby: it is used only while no other takes mails, the standby
         * named first before the others.
         */
        public Builder weight(int value) {
            if (value < 0 || value > HEAVIEST) {
                throw new IllegalArgumentException("The weight of route " + Texts.quote(name) + " is " + value
                        + "; it must be from 0, for a standby, to " + HEAVIEST + ".");
            }
            weight = value;
            return this;
        }

        /** Makes it a standby: weight 0. */
        public Builder standby() {
            return weight(0);
        }

        /**
         * Sets how many mails may begin in a span of time, over all threads; as many as come unless
         * set. They begin at an even pace, but for bursts.
         *
         * @param mails at least 1
         * @param per above zero, at most a day
         */
        public Builder speed(int mails, Duration per) {
            Duration span = positive("speed", per);
            // Rounded up: the limit is never exceeded by what a division loses.
            interval = Duration.ofNanos((span.toNanos() - 1) / atLeastOne("speed", mails) + 1);
            return this;
        }

        /**
         * Sets how many mails may begin at once after a rest, and so come on top of the speed in any
         * span; what the speed allows in a tenth of a second, at least 1, unless set.
         */
        public Builder burst(int mails) {
            burst = atLeastOne("burst", mails);
            return this;
        }

        /**
         * Sets how many mails may be on their way at a time, a row of mails counting as one; as many as
         * there are threads unless set. Over a {@link SmtpTransport} it should be the number of its
         * connections: then a thread takes another route instead of waiting for a connection.
         */
        public Builder concurrent(int mails) {
            concurrent = atLeastOne("concurrent", mails);
            return this;
        }

        /**
         * Sets after how many failures in a row the route is paused; 5 unless set. Failures are {@code
         * Deferred(ROUTE)} and {@code Unknown}; any answer to a mail ends the row.
         */
        public Builder pauseAfterFailures(int inARow) {
            failuresBeforePause = atLeastOne("pauseAfterFailures", inARow);
            return this;
        }

        /**
         * Sets after how many refusals, with no mail taken between, the route is paused; 50 unless set.
         * Refusals are the server's 4xx and 5xx answers to mails: a server that refuses everything does
         * not refuse the recipients, but the sender.
         */
        public Builder pauseAfterRefusals(int inARow) {
            refusalsBeforePause = atLeastOne("pauseAfterRefusals", inARow);
            return this;
        }

        /**
         * Sets how long pauses last: the first so long, then each twice as long as the one before until
         * a mail is taken; 1 minute to 30 minutes unless set.
         *
         * @param longest at least as long as {@code first}, at most a day
         */
        public Builder pauses(Duration first, Duration longest) {
            if (positive("pauses", longest).compareTo(positive("pauses", first)) < 0) {
                throw new IllegalArgumentException("The longest pause of route " + Texts.quote(name) + ", " + longest
                        + ", is shorter than the first, " + first + ".");
            }
            firstPause = first;
            longestPause = longest;
            return this;
        }

        /**
         * Returns the route.
         *
         * @throws IllegalStateException if a burst is set, but no speed
         */
        public Route build() {
            if (burst > 0 && interval == null) {
                throw new IllegalStateException("Route " + Texts.quote(name)
                        + " has a burst, but no speed; set the speed too, or leave the burst out.");
            }
            return new Route(this);
        }

        private int usualBurst() {
            return interval == null
                    ? 1
                    : (int) Math.max(1, Duration.ofMillis(100).dividedBy(interval));
        }

        private int atLeastOne(String what, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(
                        what + " of route " + Texts.quote(name) + " is " + value + "; it must be at least 1.");
            }
            return value;
        }

        private Duration positive(String what, Duration value) {
            if (value.isNegative() || value.isZero() || value.compareTo(Duration.ofDays(1)) > 0) {
                throw new IllegalArgumentException(what + " of route " + Texts.quote(name) + " has the span " + value
                        + "; it must be above zero, at most a day.");
            }
            return value;
        }
    }
}
