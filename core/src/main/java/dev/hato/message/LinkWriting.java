package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Writes other links in the place of those that are there. */
final class LinkWriting extends LinkRun {
    private final MailLinks links;
    private final boolean isHtml;
    private @Nullable LinkSink sink;

    /**
     * Writes into a part.
     *
     * @param isHtml whether it is the HTML, where marks are escaped
     */
    LinkWriting(MailLinks links, boolean isHtml) {
        this.links = links;
        this.isHtml = isHtml;
    }

    private boolean write(int index, @Nullable String target, Utf8Buffer out) {
        LinkSink to = sinkFor(out);
        int before = out.size();
        boolean written = links.write(index, target, to);
        if (!written || out.size() == before) {
            out.truncate(before);
            return false;
        }
        return true;
    }

    /** Returns a sink to which nothing has been written. */
    private LinkSink sinkFor(Utf8Buffer out) {
        LinkSink to = sink;
        if (to == null || !to.isFor(out)) {
            to = new LinkSink(out, isHtml);
            sink = to;
        }
        to.begin();
        return to;
    }

    @Override
    boolean fixed(Op.Link link, Utf8Buffer out) {
        if (!write(link.index(), null, out)) {
            out.bytes(link.raw(), 0, link.raw().length);
            return false;
        }
        return sink != null && sink.isPlain();
    }

    @Override
    void filled(int index, LinkForm form, int start, Utf8Buffer out) {
        if (index == KEPT) {
            return;
        }
        if (form == LinkForm.FOUND) {
            found(index, start, out);
            return;
        }
        String target = target(form, out.array(), start, out.size());
        if (target != null) {
            replace(index, target, start, out);
        }
    }

    /** Writes another link in the place of the one that was put out last. */
    void replace(int index, @Nullable String target, int start, Utf8Buffer out) {
        byte[] raw = Arrays.copyOfRange(out.array(), start, out.size());
        out.truncate(start);
        if (!write(index, target, out)) {
            out.bytes(raw, 0, raw.length);
        }
    }

    private void found(int index, int start, Utf8Buffer out) {
        if (!WebUrls.mayHold(out.array(), start, out.size())) {
            return;
        }
        String text = new String(out.array(), start, out.size() - start, StandardCharsets.UTF_8);
        out.truncate(start);
        int at = 0;
        for (int from = WebUrls.find(text, 0); from >= 0; from = WebUrls.find(text, at)) {
            int stop = WebUrls.stop(text, from);
            String url = text.substring(from, WebUrls.end(text, from, stop));
            String target = WebUrls.of(url);
            out.text(text.substring(at, from));
            if (target == null || !write(from == 0 ? index : TemplateLinks.OF_VALUE, target, out)) {
                out.text(url);
            }
            out.text(text.substring(from + url.length(), stop));
            at = stop;
        }
        out.text(text.substring(at));
    }

    @Override
    void html(ParsedPart part, Utf8Buffer out) {
        MailLinks nested = (index, target, to) -> links.write(
                TemplateLinks.OF_VALUE,
                target != null ? target : part.links().get(index).target(),
                to);
        part.program().run(Fields.none(), out, new LinkWriting(nested, true));
    }

    @Override
    void pixel(Utf8Buffer out) {
        int before = out.size();
        out.bytes(PIXEL, 0, PIXEL.length);
        int start = out.size();
        pixelUrl(out);
        if (out.size() > start) {
            out.bytes(PIXEL_END, 0, PIXEL_END.length);
        } else {
            out.truncate(before);
        }
    }

    @Override
    boolean pixelUrl(Utf8Buffer out) {
        LinkSink to = sinkFor(out);
        int before = out.size();
        if (!links.writePixel(to)) {
            out.truncate(before);
        }
        return to.isPlain();
    }
}
