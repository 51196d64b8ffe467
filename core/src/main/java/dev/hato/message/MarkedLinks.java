package dev.hato.message;

import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The links of a message that was filled from a template, and the places where they came to stand.
 *
 * @param links the template's links
 * @param html the places in the HTML
 * @param text the places in the text
 */
record MarkedLinks(TemplateLinks links, LinkMarking html, LinkMarking text) implements FilledLinks {
    /** Where links lead that nobody may replace. */
    Set<String> kept() {
        Set<String> kept = new HashSet<>(html.kept());
        kept.addAll(text.kept());
        return Set.copyOf(kept);
    }

    @Override
    public Message replaced(Message message, MailLinks replacing) {
        Message.Builder builder = message.newBuilder();
        byte[] inHtml = message.htmlBytes();
        if (inHtml != null) {
            builder.html(replaced(inHtml, html, new LinkWriting(replacing, true)));
        }
        byte[] inText = message.textBytes();
        if (inText != null) {
            builder.text(replaced(inText, text, new LinkWriting(replacing, false)));
        }
        return builder.build();
    }

    private byte[] replaced(byte[] part, LinkMarking places, LinkWriting writing) {
        Utf8Buffer out = new Utf8Buffer(part.length + part.length / 4);
        int at = 0;
        int pixel = places.pixelAt();
        for (LinkMarking.Mark mark : places.marks()) {
            if (pixel >= 0 && pixel <= mark.from()) {
                out.bytes(part, at, pixel - at);
                at = pixel;
                pixel = -1;
                writing.pixel(out);
            }
            out.bytes(part, at, mark.from() - at);
            int start = out.size();
            out.bytes(part, mark.from(), mark.to() - mark.from());
            writing.replace(mark.index(), target(mark, part), start, out);
            at = mark.to();
        }
        if (pixel >= 0) {
            out.bytes(part, at, pixel - at);
            at = pixel;
            writing.pixel(out);
        }
        out.bytes(part, at, part.length - at);
        return out.toByteArray();
    }

    /** Where the link leads, unless the plan knows. */
    private @Nullable String target(LinkMarking.Mark mark, byte[] part) {
        boolean known = mark.index() >= 0 && links.all().get(mark.index()).target() != null;
        return known ? null : LinkRun.target(mark.form(), part, mark.from(), mark.to());
    }
}
