package dev.hato.message;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a template's content: SHA-256 over its sources, each with its length before it, so that nothing can
 * move from one into another unnoticed. The limits do not take part: they do not change a mail.
 */
final class TemplateFingerprint {
    private final MessageDigest digest;

    private TemplateFingerprint() {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("This Java runtime has no SHA-256, which every one must have.", e);
        }
    }

    static String of(MessageTemplate template) {
        TemplateFingerprint print = new TemplateFingerprint();
        print.add("hato-template-1");
        print.add(template.name());
        print.add(template.subjectSource());
        print.add(template.htmlSource());
        print.add(template.textSource());
        print.add(template.fromSource());
        print.add(template.replyToSource());
        print.add(template.headerSources().size());
        for (Message.Header header : template.headerSources()) {
            print.add(header.name());
            print.add(header.value());
        }
        print.add(template.attachments().size());
        for (Attachment attachment : template.attachments()) {
            print.add(attachment.fileName());
            print.add(attachment.mediaType());
            print.add(attachment.contentId());
            print.add(attachment.content());
        }
        print.add(template.locale().toLanguageTag());
        print.add(template.zone().getId());
        print.add(template.onMissing().name());
        if (template.charset() instanceof MailCharset.Iso2022Jp jis) { // without it, the same as ever for UTF-8
            print.add(jis.label());
            print.add(jis.unmappable().name());
        }
        if (template.cssInliner() != null) {
            print.add(template.cssInliner().toString());
        }
        return HexFormat.of().formatHex(print.digest.digest());
    }

    private void add(int number) {
        digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
    }

    private void add(byte[] bytes) {
        add(bytes.length);
        digest.update(bytes);
    }

    private void add(@Nullable String text) {
        if (text == null) {
            add(-1);
        } else {
            add(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private void add(@Nullable Mailbox mailbox) {
        if (mailbox == null) {
            add(-1);
        } else {
            add(mailbox.name());
            add(mailbox.address().value());
        }
    }
}
