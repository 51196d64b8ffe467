package dev.hato.segment;

import dev.hato.internal.Micros;
import java.time.LocalDate;

/** The moments that satisfy a comparison, both ends included, in microseconds. */
record TimeRange(long from, long to) {
    static TimeRange of(TimeComparison comparison, Moment moment, EvaluationContext context) {
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

    static long micros(Moment moment, EvaluationContext context) {
        return Micros.of(moment.instant(context.now(), context.zone()));
    }

    private static long startOf(LocalDate date, EvaluationContext context) {
        return Micros.of(LocalTimes.resolve(date.atStartOfDay(), context.zone()));
    }

    boolean contains(long micros) {
        return from <= micros && micros <= to;
    }
}
