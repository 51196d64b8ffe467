package dev.hato.message;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One part of a template, compiled: static bytes and slots in a flat list.
 *
 * <p>Immutable and thread-safe.
 */
final class Program {
    private static final int SLOT_ESTIMATE = 48;
    static final int LARGEST_SPARE = 1 << 18;

    private final SourceText source;
    private final Settings settings;
    private final Op[] ops;
    private final int locals;
    private final int loops;
    private final int capacity;
    private final byte[] constant;
    private final boolean isConstant;

    /** A buffer of an earlier run: a fresh one would have to be zeroed before it is written over. */
    private final AtomicReference<@Nullable Utf8Buffer> spare = new AtomicReference<>();

    /** What a compilation needs beside the source. */
    record Settings(Formats formats, TemplateLimits limits) {}

    /**
     * Takes the instructions.
     *
     * @param bytes all static bytes
     */
    Program(SourceText source, Settings settings, Op[] ops, byte[] bytes, int locals, int loops) {
        this.source = source;
        this.settings = settings;
        this.ops = ops;
        this.locals = locals;
        this.loops = loops;
        this.constant = bytes;
        this.isConstant = ops.length == 0 || (ops.length == 1 && ops[0] instanceof Op.Copy);
        this.capacity = bytes.length + ops.length * SLOT_ESTIMATE;
    }

    SourceText source() {
        return source;
    }

    Formats formats() {
        return settings.formats();
    }

    TemplateLimits limits() {
        return settings.limits();
    }

    int locals() {
        return locals;
    }

    int loops() {
        return loops;
    }

    /** Returns the filled part in UTF-8, which the caller must not change: without slots it is shared. */
    byte[] run(Fields fields) {
        return isConstant ? constant : fill(fields, Utf8Buffer::toByteArray);
    }

    /** Returns the filled part as text. */
    String runToString(Fields fields) {
        return fill(fields, Utf8Buffer::toString);
    }

    /** Returns whether every run puts out {@link #constant()}. */
    boolean isConstant() {
        return isConstant;
    }

    /** The static bytes of all segments, not to be changed. */
    byte[] constant() {
        return constant;
    }

    /** Returns the instructions, not to be changed. */
    Op[] ops() {
        return ops;
    }

    /** Returns the program with other instructions, of which each goes on where one of these does. */
    Program with(Op[] newOps) {
        return new Program(source, settings, newOps, constant, locals, loops);
    }

    /**
     * Runs for a composer that has the static segments in another form already.
     *
     * @return false if the run came upon an {@link Op.Stretch} that cannot be, and ended there
     */
    boolean run(Fields fields, Trace trace, @Nullable LinkRun links) {
        Frame frame = new Frame(this, fields, trace.begin(), trace, links);
        run(frame);
        trace.end();
        return !frame.isIncomplete();
    }

    /** Writes the filled part into a buffer. */
    void run(Fields fields, Utf8Buffer out) {
        run(fields, out, null);
    }

    /** Writes the filled part into a buffer, with its way with the links. */
    void run(Fields fields, Utf8Buffer out, @Nullable LinkRun links) {
        run(new Frame(this, fields, out, null, links));
    }

    /** Returns the filled part in UTF-8, with its way with the links. */
    byte[] run(Fields fields, LinkRun links) {
        Utf8Buffer out = new Utf8Buffer(capacity);
        run(fields, out, links);
        return out.toByteArray();
    }

    private void run(Frame frame) {
        int next = 0;
        while (next < ops.length) {
            next = ops[next].run(frame, next);
        }
    }

    private <T> T fill(Fields fields, Function<Utf8Buffer, T> result) {
        Utf8Buffer free = spare.getAndSet(null);
        Utf8Buffer out = free == null ? new Utf8Buffer(capacity) : free;
        run(fields, out);
        T filled = result.apply(out);
        if (out.reset() <= LARGEST_SPARE) {
            spare.set(out);
        }
        return filled;
    }
}
