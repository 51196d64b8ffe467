package dev.hato;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/** What the current thread has cost the processor: limits in it hold on a busy machine, too. */
public final class CpuTime {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private CpuTime() {}

    /** Returns the CPU time of the current thread in nanoseconds. */
    public static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
