package dev.hato.message;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What one run of a program works with. Used by one thread. */
final class Frame {
    /** A variable that has been set to nothing. */
    static final Object NIL = new Object();

    private static final @Nullable Object[] NO_LOCALS = new Object[0];
    private static final @Nullable Loop[] NO_LOOPS = new Loop[0];

    /** How many characters filters may make, as a multiple of what may be put out. */
    private static final long WORK = 10;

    private final Program program;
    private final Fields fields;
    private final int outputBytes;
    private final @Nullable Object[] locals;
    private final @Nullable Loop[] loops;
    private final Utf8Buffer out;
    private final @Nullable Trace trace;
    private final @Nullable LinkRun links;
    private Op.@Nullable LinkBegin link;
    private int linkStart;
    private boolean pixelDone;
    private boolean incomplete;
    private Node.@Nullable Gap gap;
    private int iterations;
    private long work;

    /** A loop that is running. */
    static final class Loop {
        private final List<?> items;
        private int index;

        Loop(List<?> items) {
            this.items = items;
        }

        int index() {
            return index;
        }

        int length() {
            return items.size();
        }

        @Nullable Object item() {
            return items.get(index);
        }

        boolean next() {
            return ++index < items.size();
        }
    }

    /**
     * Makes the frame of one run.
     *
     * @param out gets what the slots put out, and the static bytes too unless there is a trace
     * @param trace notes which static segments are put out, or null
     * @param links what is done with links, or null if nothing is
     */
    Frame(Program program, Fields fields, Utf8Buffer out, @Nullable Trace trace, @Nullable LinkRun links) {
        this.links = links;
        this.program = program;
        this.fields = fields;
        this.out = out;
        this.trace = trace;
        this.outputBytes = program.limits().outputBytes();
        this.locals = program.locals() == 0 ? NO_LOCALS : new Object[program.locals()];
        this.loops = program.loops() == 0 ? NO_LOOPS : new Loop[program.loops()];
    }

    @Nullable Object field(String name) {
        return fields.value(name);
    }

    List<String> fieldNames() {
        return List.copyOf(new TreeSet<>(fields.names()));
    }

    @Nullable Object local(int index) {
        return locals[index];
    }

    void local(int index, @Nullable Object value) {
        locals[index] = value == null ? NIL : value;
    }

    Loop loop(int index) {
        Loop loop = loops[index];
        if (loop == null) {
            throw new IllegalStateException("Loop " + index + " is not running.");
        }
        return loop;
    }

    void loop(int index, Loop loop) {
        loops[index] = loop;
    }

    /** Counts one pass of a loop. */
    void pass(int at) {
        if (++iterations > program.limits().iterations()) {
            throw error(
                    at,
                    "The loops have run more than " + program.limits().iterations()
                            + " times in all. Shorten the lists, write a 'limit:', or raise TemplateLimits.iterations.");
        }
    }

    /** Counts characters that had to be touched. */
    void charge(int characters, int at) {
        work += characters;
        if (work > WORK * program.limits().outputBytes()) {
            throw error(
                    at,
                    "Filters and comparisons have gone through more than "
                            + WORK * program.limits().outputBytes() + " characters. Simplify the template.");
        }
    }

    RenderException error(int at, String problem) {
        SourceText source = program.source();
        return new RenderException(source.template(), source.position(at), problem);
    }

    RuntimeException missing(String path, int at, List<String> known) {
        SourceText source = program.source();
        return new MissingFieldException(source.template(), source.position(at), path, known);
    }

    @Nullable String text(Object value) {
        return Values.text(value, program.formats());
    }

    /** Wants white space before what is put out next. */
    void gap(Node.Gap wanted) {
        if (wanted == Node.Gap.BREAK) {
            gap = gap == null || gap == Node.Gap.WORD ? Node.Gap.BREAK : Node.Gap.PARAGRAPH;
        } else if (gap == null || gap.compareTo(wanted) < 0) {
            gap = wanted;
        }
    }

    /** Puts out a static segment. */
    void copy(Segment segment) {
        if (gap != null) {
            fillGap();
        }
        if (trace == null || link != null) {
            out.bytes(segment.bytes(), segment.from(), segment.length());
        } else {
            trace.segment(segment);
        }
    }

    /** Puts out what was laid out beforehand; returns false if that does not hold here, or is too much. */
    boolean stretch(Op.Stretch stretch) {
        if (gap != null) {
            fillGap();
        }
        boolean twice = pixelDone && stretch.pixel();
        if (trace == null || link != null || twice || stretch.length() > outputBytes - size()) {
            incomplete = true;
            return false;
        }
        trace.stretch(stretch);
        pixelDone |= stretch.pixel();
        return true;
    }

    /** Whether the run came upon a stretch that cannot be: then the part must be filled in another way. */
    boolean isIncomplete() {
        return incomplete;
    }

    void put(String text, Escape escape, int at) {
        if (gap != null && !text.isEmpty()) {
            fillGap();
        }
        escape.write(text, out);
        checkLength(at);
    }

    /** Puts out HTML that the host vouches for. */
    void put(SafeHtml html, int at) {
        if (links == null || !html.mayHaveLinks()) {
            put(html.html(), Escape.TEXT, at);
            return;
        }
        if (gap != null) {
            fillGap();
        }
        Utf8Buffer clean = new Utf8Buffer(html.html().length() + 16);
        Escape.TEXT.write(html.html(), clean);
        links.html(ParsedPart.html(clean.toString(), Set.of()), out);
        checkLength(at);
    }

    void link(Op.Link fixed) {
        if (gap != null) {
            fillGap();
        }
        if (links == null) {
            out.bytes(fixed.raw(), 0, fixed.raw().length);
        } else if (trace == null || link != null) {
            links.fixed(fixed, out);
        } else {
            trace.end();
            trace.endLink(links.fixed(fixed, out));
        }
    }

    void beginLink(Op.LinkBegin begin) {
        if (link != null && begin.index() == TemplateLinks.OF_VALUE) {
            return; // the value belongs to what is open
        }
        endLink(); // a loop may come back to where a link begins without passing its end
        link = begin;
        linkStart = out.size();
    }

    void endLink() {
        Op.LinkBegin open = link;
        link = null;
        if (open != null && links != null && out.size() > linkStart) {
            links.filled(open.index(), open.form(), linkStart, out);
        }
    }

    void pixel(Op.Pixel pixel) {
        if (!pixelDone && links != null) {
            if (trace == null || link != null) {
                links.pixel(out);
            } else {
                trace.end();
                int before = out.size();
                boolean plain = links.pixelUrl(out);
                if (out.size() > before) {
                    trace.link(pixel.before(), plain, pixel.after());
                }
            }
        }
        pixelDone = true;
    }

    private void fillGap() {
        boolean beforeLink = link != null && out.size() == linkStart;
        if (size() > 0 && gap != null) {
            out.ascii(separator(gap));
        }
        gap = null;
        linkStart = beforeLink ? out.size() : linkStart;
    }

    static String separator(Node.Gap gap) {
        return switch (gap) {
            case WORD -> " ";
            case LINE, BREAK -> "\n";
            case PARAGRAPH -> "\n\n";
        };
    }

    private int size() {
        return trace == null ? out.size() : trace.size();
    }

    void checkLength(int at) {
        if (size() > outputBytes) {
            throw error(
                    at,
                    "The output has more than " + outputBytes
                            + " bytes. Shorten the data, or raise TemplateLimits.outputBytes.");
        }
    }
}
