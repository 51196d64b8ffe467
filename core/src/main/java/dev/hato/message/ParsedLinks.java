package dev.hato.message;

import org.jspecify.annotations.Nullable;

/**
 * The links that were found in a message.
 *
 * @param html the HTML, or null if there is none
 * @param text the text, or null if there is none
 * @param links the links of both
 */
record ParsedLinks(@Nullable ParsedPart html, @Nullable ParsedPart text, TemplateLinks links) implements FilledLinks {
    @Override
    public Message replaced(Message message, MailLinks replacing) {
        Message.Builder builder = message.newBuilder();
        if (html != null) {
            builder.html(html.program().run(Fields.none(), new LinkWriting(replacing, true)));
        }
        if (text != null) {
            builder.text(text.program().run(Fields.none(), new LinkWriting(replacing, false)));
        }
        return builder.build();
    }
}
