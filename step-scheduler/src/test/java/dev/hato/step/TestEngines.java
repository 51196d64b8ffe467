package dev.hato.step;

import dev.hato.Hato;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.EngineSettings;
import dev.hato.delivery.LegalNotices;
import dev.hato.memory.MemoryStores;
import dev.hato.message.ComposedMail;
import dev.hato.message.Mailbox;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import java.time.Instant;
import java.time.ZoneId;

/** Engines that send nothing, for tests of what works with their settings. */
final class TestEngines {
    private TestEngines() {}

    static EngineSettings of(MemoryStores stores, ZoneId zone) {
        return Hato.builder(stores, new Silent())
                .sender(Mailbox.of("n", "n@example.jp"))
                .clock(() -> Instant.EPOCH)
                .zone(zone)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build()
                .settings();
    }

    private static final class Silent implements MailTransport {
        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            throw new IllegalStateException("Nothing is sent here.");
        }

        @Override
        public void close() {}
    }
}
