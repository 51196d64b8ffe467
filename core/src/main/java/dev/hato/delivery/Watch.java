package dev.hato.delivery;

/** A watch that goes on while the process is frozen, whatever the clock on the wall is set to. */
interface Watch {
    /** The machine's. */
    Watch SYSTEM = System::nanoTime;

    /** Returns nanoseconds since some moment, as {@link System#nanoTime} does. */
    long nanos();
}
