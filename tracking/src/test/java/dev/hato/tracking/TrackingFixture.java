package dev.hato.tracking;

import dev.hato.consent.Consents;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.testkit.MovableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A contact with a mail, and what answers its links. */
public final class TrackingFixture {
    /** A browser of a person's. */
    public static final String BROWSER =
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/118.0.0.0 Safari/537.36";

    /** Where mails of the fixture lead. */
    public static final String TARGET = "https://shop.example/sale?item=%E9%B3%A9&x=1#top";

    /** The mailing list. */
    public static final MailingList NEWS = MailingList.of("news").titled("鳩の店だより");

    /** The contact. */
    public static final ContactId HANAKO = ContactId.of("hanako");

    /** The mail that the links stand in. */
    public static final TrackedMail MAIL = new TrackedMail("mail", "spring-sale", "", HANAKO);

    final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    final FlakyStores stores = new FlakyStores();
    final Consents consents = new Consents(stores.memory().consents(), clock);
    final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, secret()))
            .recordingIn(stores)
            .build();
    final TrackingHandler handler =
            tracking.endpoints().clock(clock).lists(NEWS).build();

    TrackingFixture() {
        stores.memory().contacts().save(Contact.of(HANAKO, EmailAddress.of("hanako@example.jp")));
        consents.subscribe(HANAKO, NEWS, Evidence.byRecipient("web form", "https://shop.example/signup"));
        sent(MAIL.step());
        clock.advance(Duration.ofHours(1));
    }

    private static byte[] secret() {
        byte[] secret = new byte[TrackingKeys.SECRET_LENGTH];
        for (int i = 0; i < secret.length; i++) {
            secret[i] = (byte) (i * 37 + 11);
        }
        return secret;
    }

    /** Notes that a server has taken the mail now. */
    void sent(String name) {
        stores.memory()
                .events()
                .add(ContactEvent.of(HANAKO, MailEvents.SENT, clock.instant()).with(MailEvents.MAIL, name));
    }

    String path(Purpose purpose, @Nullable String detail) {
        return tracking.link(purpose, MAIL, detail).getRawPath();
    }

    TrackingRequest request(String method, String path) {
        return TrackingRequest.of(method, path).header("User-Agent", BROWSER).from("203.0.113.77");
    }

    TrackingResponse get(String path) {
        return handler.handle(request("GET", path));
    }

    TrackingResponse post(String path, String form) {
        return handler.handle(request("POST", path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .body(form.getBytes(StandardCharsets.UTF_8)));
    }

    /** Lets the time pass that hits wait, and writes them. */
    /** Writes what waits, a minute later; unlike tending it waits for the server's thread that may be at it still. */
    void settle() {
        clock.advance(Duration.ofMinutes(1));
        handler.close();
    }

    List<ContactEvent> events(String type) {
        return stores.memory()
                .events()
                .find(HANAKO, type, Instant.EPOCH, clock.instant().plusSeconds(60));
    }

    @Nullable SubscriptionStatus status() {
        Subscription subscription = consents.subscription(HANAKO, NEWS);
        return subscription == null ? null : subscription.status();
    }
}
