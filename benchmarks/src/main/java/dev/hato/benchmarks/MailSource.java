package dev.hato.benchmarks;

import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.MailComposer;
import dev.hato.message.MailStamp;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/** Where the mails of this library's rows come from. Thread-safe. */
@FunctionalInterface
interface MailSource {
    EmailAddress BOUNCES = EmailAddress.of("bounces@shop.example");
    Instant DATE = Instant.parse("2026-04-01T00:00:00Z");
    ZoneId ZONE = ZoneId.of("Asia/Tokyo");

    /** Returns the mail with this number. */
    ReadyMail mail(int number);

    /** Returns a source that renders and composes each mail when it is asked for it. */
    static MailSource rendered(Newsletter newsletter) {
        MailComposer composer = Newsletter.template().composer(Newsletter.FROM, ZONE);
        return number -> {
            Newsletter.Recipient recipient = newsletter.recipient(number);
            String messageId = "<" + Integer.toHexString(number) + ".news@shop.example>";
            ComposedMail content = composer.compose(recipient.mailbox(), recipient, MailStamp.of(messageId, DATE));
            return new ReadyMail(BOUNCES, recipient.mailbox().address(), content);
        };
    }

    /** Returns a source of mails that were all composed before: so many different ones, in rotation. */
    static MailSource ready(Newsletter newsletter, int count) {
        MailSource rendered = rendered(newsletter);
        List<ReadyMail> mails = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            mails.add(rendered.mail(number));
        }
        return number -> mails.get(number % count);
    }
}
