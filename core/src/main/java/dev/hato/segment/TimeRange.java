package dev.hato.segment;

import dev.hato.calendar.LocalTimes;
import dev.hato.internal.Micros;
import java.time.LocalDate;

/**
 * A span of time with its bounds computed for one evaluation, in microseconds since 1970 UTC: what a selector needs that
 * asks in another language than Java. Zones and calendars are dealt with here.
 *
 * @param from the first moment; {@code Long.MIN_VALUE} for no bound
 * @param to the last moment, itself included; {@code Long.MAX_VALUE} for no bound. Before the first where nothing is in it
 */
public record TimeRange(long from, long to) {
    /** Returns the moments that satisfy the comparison. */
    public static TimeRange of(TimeComparison comparison, Moment moment, EvaluationContext context) {
        boolean wholeDay = moment instanceof Moment.On || comparison == TimeComparison.ON;
        long first;
        long last;
        if (wholeDay) {
            LocalDate date = moment.date(context.now(), context.zone());
            first = startOf(date, context);
            last = startOf(date.plusDays(1), context) - 1;
        } else {
            first = micros(moment, context);
            last = first;
        }
        return switch (comparison) {
            case BEFORE -> new TimeRange(Long.MIN_VALUE, first - 1);
            case NOT_AFTER -> new TimeRange(Long.MIN_VALUE, last);
            case ON -> new TimeRange(first, last);
            case NOT_BEFORE -> new TimeRange(first, Long.MAX_VALUE);
            case AFTER -> new TimeRange(last + 1, Long.MAX_VALUE);
        };
    }

    /** Returns the window of the query's events. */
    public static TimeRange window(EventQuery events, EvaluationContext context) {
        Moment since = events.since();
        Moment until = events.until();
        return new TimeRange(
                since == null ? Long.MIN_VALUE : micros(since, context),
                until == null ? Long.MAX_VALUE : micros(until, context) - 1);
    }

    private static long micros(Moment moment, EvaluationContext context) {
        return Micros.of(moment.instant(context.now(), context.zone()));
    }

    private static long startOf(LocalDate date, EvaluationContext context) {
        return Micros.of(LocalTimes.resolve(date.atStartOfDay(), context.zone()));
    }

    /** Returns whether the moment is in the span. */
    public boolean contains(long micros) {
        return from <= micros && micros <= to;
    }
}
