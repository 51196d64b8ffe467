package dev.hato.message;

/**
 * One part of a template, compiled: static bytes and slots in a flat list.
 *
 * <p>Immutable and thread-safe.
 */
final class Program {
    private static final int SLOT_ESTIMATE = 48;

    private final SourceText source;
    private final Settings settings;
    private final Op[] ops;
    private final int locals;
    private final int loops;
    private final int capacity;
    private final byte[] constant;
    private final boolean isConstant;

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
        return isConstant ? constant : fill(fields).toByteArray();
    }

    /** Returns the filled part as text. */
    String runToString(Fields fields) {
        return fill(fields).toString();
    }

    private Utf8Buffer fill(Fields fields) {
        Utf8Buffer out = new Utf8Buffer(capacity);
        Frame frame = new Frame(this, fields, out);
        int next = 0;
        while (next < ops.length) {
            next = ops[next].run(frame, next);
        }
        return out;
    }
}
