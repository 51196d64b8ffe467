package dev.hato.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hato.testkit.AcceptedMail;
import dev.hato.testkit.SmtpSink;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever sends the newsletter, the same newsletter arrives. */
class LanesIT {
    private static final int MAILS = 12;
    private static final int ATTEMPTS = 5;
    private static final Newsletter NEWSLETTER = new Newsletter(40);
    private static final Map<String, Lane.Opener> LANES = new Lanes(NEWSLETTER).all();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hato-angus",
                "hato-pipelined",
                "angus",
                "angus-tuned",
                "simple-java-mail",
                "simple-java-mail-tuned",
                "spring",
                "spring-tuned",
                "vertx",
                "limit-angus",
            })
    void lane_sendingMails_deliversEachWithItsContent(String name) throws Exception {
        List<AcceptedMail> mails = name.equals("vertx") ? sentAtLast(name) : sent(name, MAILS, 3);

        assertThat(mails).extracting(AcceptedMail::recipient).doesNotHaveDuplicates();
        for (AcceptedMail mail : mails) {
            ReceivedNewsletter.parse(mail.bytes()).requireIs(NEWSLETTER, mail.recipient());
        }
    }

    @Test
    void chainedWriter_sendingMails_deliversEachUnchanged() throws Exception {
        MailSource source = MailSource.rendered(NEWSLETTER);
        List<AcceptedMail> mails = sent("limit-pipelined", MAILS, 3);

        for (AcceptedMail mail : mails) {
            int number = ReceivedNewsletter.number(mail.recipient());
            assertThat(mail.bytes()).isEqualTo(source.mail(number).content().toByteArray());
            ReceivedNewsletter.parse(mail.bytes()).requireIs(NEWSLETTER, mail.recipient());
        }
    }

    @Test
    void smtpSource_whereInstalled_sendsMailsOfTheSameSize() throws Exception {
        if (SmtpSourceLane.program() == null) {
            System.out.println("Skipped: Postfix's smtp-source is not installed.");
        }
        assumeTrue(SmtpSourceLane.program() != null, "Postfix's smtp-source is not installed.");
        int size = new Lanes(NEWSLETTER).mailSize();

        assertThat(sent("smtp-source", MAILS, 3))
                .allSatisfy(mail -> assertThat(mail.size()).isBetween(size - 500, size + 500));
    }

    @Test
    void newsletter_onTheWire_hasSome25KilobytesAnd15Links() {
        Newsletter.Recipient recipient = NEWSLETTER.recipient(1);

        assertThat(new Lanes(NEWSLETTER).mailSize()).isBetween(20_000, 30_000);
        assertThat(NEWSLETTER.html(recipient).split("<a href=", -1)).hasSize(Newsletter.LINKS + 1);
        assertThat(recipient.tokens()).hasSize(Newsletter.LINKS + 1).doesNotHaveDuplicates();
        assertThat(NEWSLETTER.subject(recipient)).isNotEqualTo(NEWSLETTER.subject(NEWSLETTER.recipient(2)));
    }

    /** The Vert.x client now and then says nothing more of a mail, most of all while it is new; that is its own affair. */
    private static List<AcceptedMail> sentAtLast(String name) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return sent(name, MAILS, 3);
            } catch (IllegalStateException e) {
                if (attempt == ATTEMPTS || !(e.getCause() instanceof TimeoutException)) {
                    throw e;
                }
            }
        }
    }

    private static List<AcceptedMail> sent(String name, int count, int connections) throws Exception {
        try (SmtpSink sink = SmtpSink.start()) {
            Lane.Opener opener = Objects.requireNonNull(LANES.get(name));
            try (Lane lane = opener.open(new Lane.Destination("127.0.0.1", sink.port()), connections)) {
                assertThat(lane.send(new Tickets(count, Long.MAX_VALUE / 2))).isEqualTo(count);
            }
            assertThat(sink.ledger().acceptedCount()).isEqualTo(count);
            return sink.ledger().accepted();
        }
    }
}
