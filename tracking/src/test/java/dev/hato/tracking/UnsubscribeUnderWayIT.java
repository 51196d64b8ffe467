package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hato.Hato;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.LegalNotices;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.smtp.SmtpTransport;
import dev.hato.testkit.SmtpSink;
import dev.hato.testkit.SmtpVerb;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Recipients leave the list while its mails go out. With {@code -Dhato.unsubscribe.mails=100000} a delivery of that size runs, too,
 * which takes some minutes.
 */
@Tag("R2.7")
class UnsubscribeUnderWayIT {
    private static final MailingList NEWS = MailingList.of("news");
    private static final Pattern RECIPIENT = Pattern.compile("(?i)RCPT TO:<c([0-9]+)@example\\.jp>.*");
    private static final int CONNECTIONS = 8;

    private final MemoryStores stores = MemoryStores.create();
    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .recordingIn(stores)
            .build();

    /** When the mail to a contact began: RCPT comes with DATA, or just before it. */
    private final Map<Integer, Long> begun = new ConcurrentHashMap<>();

    /** When the contact's wish was answered. */
    private final Map<Integer, Long> left = new HashMap<>();

    @ParameterizedTest
    @CsvSource({"1200, 20", "120, 200"})
    @Timeout(60)
    void wishIsHeeded_withinASecond(int mails, int millis) throws Exception {
        run(mails, Duration.ofMillis(millis), 20);
    }

    @Test
    @Timeout(1_200)
    void wishIsHeeded_withinASecond_inALargeDelivery() throws Exception {
        int mails = Integer.getInteger("hato.unsubscribe.mails", 0);
        assumeTrue(mails > 0, "takes minutes: give its size with -Dhato.unsubscribe.mails=100000");
        run(mails, Duration.ofMillis(5), 20);
    }

    /** What a mail begins with, seen by the server; never answers. */
    private boolean noted(String command) {
        Matcher recipient = RECIPIENT.matcher(command);
        if (recipient.matches()) {
            begun.put(Integer.valueOf(recipient.group(1)), System.nanoTime());
        }
        return false;
    }

    private void run(int mails, Duration perMail, int pauseMillis) throws Exception {
        ExecutorService threads = Executors.newCachedThreadPool();
        try (SmtpSink sink = SmtpSink.builder().keep(0).start();
                SmtpTransport transport = SmtpTransport.to("127.0.0.1", sink.port())
                        .plaintext()
                        .connections(CONNECTIONS)
                        .build();
                TrackingHandler handler = tracking.handler()) {
            sink.on(SmtpVerb.RCPT).when(this::noted).reply("250 2.1.5 ok");
            sink.on(SmtpVerb.END_OF_DATA).delay(perMail).reply("250 2.0.0 ok");
            Hato hato = Hato.builder(stores, transport)
                    .sender(Mailbox.of("news@shop.example"))
                    .clock(InstantSource.system())
                    .legalNotices(LegalNotices.NOT_CHECKED)
                    .transformer(tracking.transformer())
                    .unsubscribe(tracking.unsubscribe())
                    .build();
            Delivery delivery = submitted(hato, mails);
            Future<?> sending = threads.submit(
                    () -> hato.dispatcher().on(threads, CONNECTIONS).drain());
            leaveWhile(sending, handler, delivery, mails, pauseMillis);
            sending.get();
        } finally {
            threads.shutdownNow();
        }

        long heeded = left.keySet().stream()
                .filter(contact -> !begun.containsKey(contact))
                .count();
        assertThat(heeded).as("wishes that came in time, of %s", left.size()).isGreaterThan(left.size() / 3);
        assertThat(begun).hasSize(mails - (int) heeded);
        left.forEach((contact, answered) -> {
            Long start = begun.get(contact);
            if (start != null) {
                assertThat((start - answered) / 1e9)
                        .as("seconds from the answer to DATA")
                        .isLessThan(1);
            }
        });
    }

    private static Delivery submitted(Hato hato, int mails) {
        Evidence form = Evidence.byRecipient("web form", "https://shop.example/signup");
        for (int i = 0; i < mails; i++) {
            Contact contact = Contact.of(ContactId.of(i), EmailAddress.of("c" + i + "@example.jp"));
            hato.contacts().save(contact);
            hato.consents().subscribe(contact.id(), NEWS, form);
        }
        MessageTemplate sale = MessageTemplate.named("sale")
                .subject("Sale")
                .html("<a href=\"https://shop.example/\">Sale</a> <a href=\"{{ unsubscribe.url }}\">Stop</a>")
                .build();
        return hato.deliveries().group("sale", NEWS, sale).submit();
    }

    /** One after another of those whose mail has not begun leaves by the link in it, until all mails are out. */
    private void leaveWhile(Future<?> sending, TrackingHandler handler, Delivery delivery, int mails, int pauseMillis)
            throws Exception {
        Random random = new Random(7);
        while (!sending.isDone()) {
            int contact = random.nextInt(mails);
            if (!begun.containsKey(contact) && !left.containsKey(contact)) {
                TrackedMail mail = new TrackedMail(delivery.id().source(), "mail", "", ContactId.of(contact));
                String path =
                        tracking.link(Purpose.UNSUBSCRIBE, mail, NEWS.name()).getRawPath();
                TrackingResponse answer = handler.handle(TrackingRequest.of("POST", path)
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .body("List-Unsubscribe=One-Click".getBytes(StandardCharsets.US_ASCII)));
                assertThat(answer.status()).isEqualTo(200);
                left.put(contact, System.nanoTime());
                await(sending, pauseMillis);
            }
        }
    }

    private static void await(Future<?> sending, int millis) throws Exception {
        try {
            sending.get(millis, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it goes on
        }
    }
}
