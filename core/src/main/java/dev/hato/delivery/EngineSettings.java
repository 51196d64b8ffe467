package dev.hato.delivery;

import dev.hato.HatoListener;
import dev.hato.Stores;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
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

/**
 * What the engine works with. {@code Hato.builder} makes it; hosts do not.
 */
public interface EngineSettings {
    /** Returns the stores. */
    Stores stores();

    /** Returns how mail leaves. */
    MailTransport transport();

    /** Returns the author of messages whose template names none. */
    Mailbox sender();

    /** Returns the envelope sender, where delivery errors go, or null for the author's address. */
    @Nullable EmailAddress returnPath();

    /** Returns where the time comes from. */
    InstantSource clock();

    /** Returns the zone in which days and hours are meant. */
    ZoneId zone();

    /** Returns when no mail but transactional one may begin, on the recipients' clocks. */
    QuietHours quietHours();

    /** Returns whose clock counts for a contact. */
    ContactZone contactZone();

    /** Returns the segments that conditions can name. */
    SegmentCatalog segments();

    /** Returns whom to tell; it never throws. */
    HatoListener listener();

    /** Returns when temporary refusals are tried again. */
    RetryPolicy retries();

    /** Returns what changes each message before it is composed, in this order. */
    List<MessageTransformer> transformers();

    /** Returns the paths that the declared attributes give to templates; empty if none were declared. */
    Set<String> declaredFields();

    /** Returns who answers for marketing mail, or null if nobody was named. */
    @Nullable Imprint imprint();

    /** Returns where recipients leave a list, or null if there is no such place. */
    @Nullable Unsubscribe unsubscribe();

    /** Returns the pages that templates show links to, by the first part of their fields' paths. */
    Map<String, RecipientLink> links();

    /** Returns what signs each mail just before it leaves, or null if the mail server does or nobody. */
    @Nullable DkimSigner signer();

    /** Returns what looks over the templates of deliveries. */
    Lint lint();

    /** Returns whether marketing mail must show both. */
    LegalNotices legalNotices();

    /** Returns the attribute that stands as the recipient's name in To, or null for the address alone. */
    @Nullable TextAttribute recipientName();
}
