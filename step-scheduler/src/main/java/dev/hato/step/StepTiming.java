package dev.hato.step;

import java.time.LocalTime;

/** When a step is due: a {@link Timing}, or an {@link Offset} alone, which counts from enrolment. */
public sealed interface StepTiming permits Offset, Timing {
    /** Returns the anchor with the distance from it. */
    Timing timing();

    /** Returns this timing at a time of the day, on the clocks of the contact's zone. */
    default Timing at(int hour, int minute) {
        return at(LocalTime.of(hour, minute));
    }

    /** Returns this timing at a time of the day, on the clocks of the contact's zone. */
    default Timing at(LocalTime time) {
        Timing timing = timing();
        return new Timing(timing.anchor(), timing.offset(), time, timing.shift());
    }
}
