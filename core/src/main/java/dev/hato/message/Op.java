package dev.hato.message;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One instruction of a compiled part. Immutable and thread-safe. */
sealed interface Op {
    /** Does it, and returns the index of the instruction that follows. */
    int run(Frame frame, int index);

    /** Puts out static bytes. */
    record Copy(Segment segment, int at) implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.copy(segment);
            frame.checkLength(at);
            return index + 1;
        }
    }

    /** Fills a slot. */
    record Slot(Operand value, String shown, Escape escape, int at) implements Op {
        @Override
        public int run(Frame frame, int index) {
            Object content = value.get(frame);
            if (content instanceof String text) {
                frame.put(text, escape, at);
            } else if (content == null) {
                throw missing(frame);
            } else if (content instanceof SafeHtml html && escape == Escape.HTML) {
                frame.put(html, at);
            } else {
                frame.put(text(content, frame), escape, at);
            }
            return index + 1;
        }

        private String text(Object content, Frame frame) {
            String text = frame.text(content);
            if (text == null) {
                throw frame.error(
                        at,
                        "'" + shown + "' is " + TextFilters.kind(content)
                                + " and cannot be shown as it is. Name a value inside it, or run through it with for.");
            }
            return text;
        }

        private RuntimeException missing(Frame frame) {
            Operand.Absent absent = value.absent(frame);
            return absent == null
                    ? frame.missing(shown, at, List.of())
                    : frame.missing(absent.path(), absent.at(), absent.known());
        }
    }

    /** Puts out a link without fields, or what stands in its place. */
    final class Link implements Op {
        private final int index;
        private final byte[] raw;
        private final LinkForm form;

        /**
         * Takes the link without copying it.
         *
         * @param raw as it stands in the source
         */
        Link(int index, byte[] raw, LinkForm form) {
            this.index = index;
            this.raw = raw;
            this.form = form;
        }

        int index() {
            return index;
        }

        byte[] raw() {
            return raw;
        }

        LinkForm form() {
            return form;
        }

        @Override
        public int run(Frame frame, int at) {
            frame.link(this);
            return at + 1;
        }
    }

    /** Begins a link that is decided when it is filled. */
    record LinkBegin(int index, LinkForm form) implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.beginLink(this);
            return index + 1;
        }
    }

    /** Ends the link that is open, if one is. */
    record LinkEnd() implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.endLink();
            return index + 1;
        }
    }

    /**
     * Puts out a picture of one pixel, the first time that this comes up.
     *
     * @param before what stands before its URL
     * @param after what stands behind it
     */
    record Pixel(Segment before, Segment after) implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.pixel(this);
            return index + 1;
        }
    }

    /**
     * Puts out segments and links in one go, or ends the run where that cannot be.
     *
     * @param number stands in a trace for them
     * @param length how many octets they have in all, not encoded
     * @param pixel whether the picture is among them, or would be if the mail had one
     * @param end the index of the instruction behind them
     */
    record Stretch(int number, int length, boolean pixel, int end) implements Op {
        @Override
        public int run(Frame frame, int index) {
            return frame.stretch(this) ? end : Integer.MAX_VALUE;
        }
    }

    /** Wants white space before what follows. */
    record Space(Node.Gap gap) implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.gap(gap);
            return index + 1;
        }
    }

    /** Goes on elsewhere. */
    record Jump(int target) implements Op {
        @Override
        public int run(Frame frame, int index) {
            return target;
        }
    }

    /** Goes on elsewhere if the condition is false. */
    record Unless(Operand condition, int target) implements Op {
        @Override
        public int run(Frame frame, int index) {
            return Values.isTrue(condition.get(frame)) ? index + 1 : target;
        }
    }

    /** Sets a variable. */
    record Set(int local, Operand value) implements Op {
        @Override
        public int run(Frame frame, int index) {
            frame.local(local, value.get(frame));
            return index + 1;
        }
    }

    /**
     * Begins a loop.
     *
     * @param optional whether a list without a value counts as an empty one
     * @param target where to go on if there are no items
     */
    record Begin(Range range, int loop, int local, boolean optional, int target, int at) implements Op {
        @Override
        public int run(Frame frame, int index) {
            List<?> items = range.of(frame, optional, at);
            if (items.isEmpty()) {
                return target;
            }
            Frame.Loop running = new Frame.Loop(items);
            frame.loop(loop, running);
            frame.pass(at);
            frame.local(local, running.item());
            return index + 1;
        }
    }

    /** Goes back to the loop's body if there is another item. */
    record Next(int loop, int local, int body, int at) implements Op {
        @Override
        public int run(Frame frame, int index) {
            Frame.Loop running = frame.loop(loop);
            if (!running.next()) {
                return index + 1;
            }
            frame.pass(at);
            frame.local(local, running.item());
            return body;
        }
    }

    /** The items of a loop. */
    record Range(
            Operand items,
            String shown,
            @Nullable Operand limit,
            @Nullable Operand offset,
            boolean reversed) {
        List<?> of(Frame frame, boolean optional, int at) {
            Object value = items.get(frame);
            if (value == null) {
                if (optional) {
                    return List.of();
                }
                Operand.Absent absent = items.absent(frame);
                throw absent == null
                        ? frame.missing(shown, at, List.of())
                        : frame.missing(absent.path(), absent.at(), absent.known());
            }
            List<?> all = Values.list(value);
            if (all == null || value instanceof Map<?, ?>) {
                throw frame.error(at, "'" + shown + "' is " + TextFilters.kind(value) + "; 'for' runs through lists.");
            }
            int from = Math.min(all.size(), offset == null ? 0 : count(offset, frame, at));
            int length = limit == null ? all.size() : count(limit, frame, at);
            List<?> part = all.subList(from, (int) Math.min(all.size(), from + (long) length));
            return reversed ? reverse(part) : part;
        }

        private static int count(Operand operand, Frame frame, int at) {
            Object value = operand.get(frame);
            BigDecimal number = Values.number(value);
            if (number == null || number.signum() < 0 || number.precision() - number.scale() > 9) {
                throw frame.error(
                        at, "'limit:' and 'offset:' take a number from 0, but got " + TextFilters.kind(value) + ".");
            }
            return number.intValue();
        }

        private static List<?> reverse(List<?> items) {
            List<@Nullable Object> reversed = new ArrayList<>(items);
            Collections.reverse(reversed);
            return reversed;
        }
    }
}
