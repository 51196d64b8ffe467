package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Leaves all links as they are and notes where they stand. */
final class LinkMarking extends LinkRun {
    private final List<Mark> marks = new ArrayList<>();
    private final List<String> kept = new ArrayList<>();
    private int pixelAt = -1;

    /**
     * A link in a filled part.
     *
     * @param from offset of its first octet
     * @param to offset behind its last one
     */
    record Mark(int index, LinkForm form, int from, int to) {}

    /** The links, in order. */
    List<Mark> marks() {
        return marks;
    }

    /** Where links lead that nobody may replace. */
    List<String> kept() {
        return kept;
    }

    /** Where a picture may be put, or -1. */
    int pixelAt() {
        return pixelAt;
    }

    @Override
    boolean fixed(Op.Link link, Utf8Buffer out) {
        int from = out.size();
        out.bytes(link.raw(), 0, link.raw().length);
        marks.add(new Mark(link.index(), link.form(), from, out.size()));
        return false;
    }

    @Override
    void filled(int index, LinkForm form, int start, Utf8Buffer out) {
        if (form == LinkForm.FOUND) {
            found(index, start, out);
            return;
        }
        String target = target(form, out.array(), start, out.size());
        if (target != null) {
            add(index, form, start, out.size(), target);
        }
    }

    private void add(int index, LinkForm form, int from, int to, String target) {
        if (index == KEPT) {
            kept.add(target);
        } else {
            marks.add(new Mark(index, form, from, to));
        }
    }

    private void found(int index, int start, Utf8Buffer out) {
        if (!WebUrls.mayHold(out.array(), start, out.size())) {
            return;
        }
        String text = new String(out.array(), start, out.size() - start, StandardCharsets.UTF_8);
        int at = 0;
        int octets = start;
        for (int from = WebUrls.find(text, 0); from >= 0; from = WebUrls.find(text, at)) {
            int stop = WebUrls.stop(text, from);
            int end = WebUrls.end(text, from, stop);
            octets += WebUrls.utf8(text.substring(at, from)).length;
            String target = WebUrls.of(text.substring(from, end));
            if (target != null) {
                int number = from == 0 || index == KEPT ? index : TemplateLinks.OF_VALUE;
                add(number, LinkForm.WHOLE, octets, octets + end - from, target);
            }
            octets += stop - from;
            at = stop;
        }
    }

    @Override
    void html(ParsedPart part, Utf8Buffer out) {
        LinkMarking nested = new LinkMarking();
        part.program().run(Fields.none(), out, nested);
        for (Mark mark : nested.marks) {
            marks.add(new Mark(TemplateLinks.OF_VALUE, mark.form(), mark.from(), mark.to()));
        }
    }

    @Override
    void pixel(Utf8Buffer out) {
        pixelAt = out.size();
    }

    @Override
    boolean pixelUrl(Utf8Buffer out) {
        pixel(out);
        return false;
    }
}
