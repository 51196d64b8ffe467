package dev.hato.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The links of a filled message. Immutable and thread-safe. */
sealed interface FilledLinks permits MarkedLinks, ParsedLinks {
    /** Returns the links. */
    TemplateLinks links();

    /** Returns the message, to which these links belong, with others. */
    Message replaced(Message message, MailLinks links);

    /**
     * Finds the links of a message.
     *
     * @param kept where links lead that are left as they are
     */
    static FilledLinks parse(Message message, Set<String> kept) {
        String html = message.html();
        String text = message.text();
        ParsedPart inHtml = html == null ? null : ParsedPart.html(html, kept);
        List<TemplateLink> all = new ArrayList<>(inHtml == null ? List.of() : inHtml.links());
        ParsedPart inText = text == null ? null : ParsedPart.text(text, all.size(), kept);
        all.addAll(inText == null ? List.of() : inText.links());
        return new ParsedLinks(inHtml, inText, new TemplateLinks(null, all, html != null));
    }
}
