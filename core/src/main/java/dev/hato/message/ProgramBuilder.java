package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects instructions; static text that stands together becomes one copy. */
final class ProgramBuilder {
    private final List<Op> ops = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();
    private final List<int[]> copies = new ArrayList<>();
    private final List<Integer> pixels = new ArrayList<>();
    private final StringBuilder allText = new StringBuilder();
    private Node.@Nullable Gap gap;
    private int textAt;

    void text(String piece, int at) {
        if (piece.isEmpty()) {
            return;
        }
        if (gap != null && text.length() > 0) {
            text.append(Frame.separator(gap));
            gap = null;
        } else if (gap != null) {
            ops.add(new Op.Space(gap));
            gap = null;
        }
        textAt = text.length() == 0 ? at : textAt;
        text.append(piece);
    }

    void space(Node.Gap wanted) {
        if (wanted == Node.Gap.BREAK) {
            if (gap == null && text.length() == 0) {
                // what a break means depends on what an earlier branch asked for
                ops.add(new Op.Space(Node.Gap.BREAK));
                return;
            }
            gap = gap == null || gap == Node.Gap.WORD ? Node.Gap.BREAK : Node.Gap.PARAGRAPH;
        } else if (gap == null || gap.compareTo(wanted) < 0) {
            gap = wanted;
        }
    }

    /** Writes out what has been collected; returns the index of the instruction that comes next. */
    int here() {
        if (text.length() > 0) {
            copies.add(new int[] {ops.size(), allText.length(), textAt});
            allText.append(text);
            ops.add(new Op.Jump(0));
            text.setLength(0);
        }
        if (gap != null) {
            ops.add(new Op.Space(gap));
            gap = null;
        }
        return ops.size();
    }

    /** Adds an instruction and returns its index. */
    int add(Op op) {
        int index = here();
        ops.add(op);
        return index;
    }

    /** Adds the place of a picture of one pixel. */
    void pixel() {
        pixels.add(add(new Op.Jump(0)));
    }

    /** Puts the instruction in the place of one that was added before its target was known. */
    void replace(int index, Op op) {
        ops.set(index, op);
    }

    Program build(SourceText source, Program.Settings settings, int locals, int loops) {
        here();
        // a pair of surrogates never stands apart: each copy is encoded on its own
        Utf8Buffer bytes = new Utf8Buffer(allText.length() + 16);
        int[] starts = new int[copies.size() + 1];
        for (int i = 0; i < copies.size(); i++) {
            starts[i] = bytes.size();
            int to = i + 1 < copies.size() ? copies.get(i + 1)[1] : allText.length();
            byte[] encoded = allText.substring(copies.get(i)[1], to).getBytes(StandardCharsets.UTF_8);
            bytes.bytes(encoded, 0, encoded.length);
        }
        starts[copies.size()] = bytes.size();
        byte[] all = bytes.toByteArray();
        for (int i = 0; i < copies.size(); i++) {
            int[] copy = copies.get(i);
            ops.set(copy[0], new Op.Copy(new Segment(i, all, starts[i], starts[i + 1] - starts[i]), copy[2]));
        }
        if (!pixels.isEmpty()) {
            Op pixel = new Op.Pixel(
                    Segment.of(copies.size(), LinkRun.PIXEL), Segment.of(copies.size() + 1, LinkRun.PIXEL_END));
            pixels.forEach(index -> ops.set(index, pixel));
        }
        return new Program(source, settings, ops.toArray(new Op[0]), all, locals, loops);
    }
}
