package dev.hato;

import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.EngineSettings;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.RecipientLink;
import dev.hato.delivery.RetryPolicy;
import dev.hato.delivery.Unsubscribe;
import dev.hato.dkim.DkimSigner;
import dev.hato.lint.Lint;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTransformer;
import dev.hato.segment.SegmentCatalog;
import dev.hato.smtp.MailTransport;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the builder collected, as the engine's parts see it; made in one place only, hence so long. */
record HatoSettings(
        Stores stores,
        MailTransport transport,
        Mailbox sender,
        @Nullable EmailAddress returnPath,
        InstantSource clock,
        ZoneId zone,
        QuietHours quietHours,
        ContactZone contactZone,
        SegmentCatalog segments,
        HatoListener listener,
        RetryPolicy retries,
        List<MessageTransformer> transformers,
        Set<String> declaredFields,
        @Nullable Imprint imprint,
        @Nullable Unsubscribe unsubscribe,
        Map<String, RecipientLink> links,
        @Nullable DkimSigner signer,
        Lint lint,
        LegalNotices legalNotices,
        @Nullable TextAttribute recipientName)
        implements EngineSettings {}
