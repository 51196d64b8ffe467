package dev.hato.testkit;

import static dev.hato.smtp.SendOutcome.Cause.ROUTE;
import static dev.hato.testkit.Sending.SHORT;
import static dev.hato.testkit.Sending.assertDeferred;
import static dev.hato.testkit.Sending.assertHandedOver;
import static dev.hato.testkit.Sending.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.smtp.SmtpBuilder;
import dev.hato.smtp.TlsPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
@ParameterizedClass
@EnumSource(Lane.class)
class SmtpTransportTlsIT {
    private final Lane lane;

    SmtpTransportTlsIT(Lane lane) {
        this.lane = lane;
    }

    private SmtpBuilder<?, ?> secure(SmtpSink sink) {
        return lane.to("localhost", sink.port()).sslContext(sink.clientSslContext());
    }

    private static void assertNothingWasSaid(SmtpSink sink) {
        assertThat(sink.ledger().count(SmtpVerb.MAIL)).isZero();
        assertThat(sink.ledger().count(SmtpVerb.AUTH)).isZero();
        assertThat(sink.ledger().acceptedCount()).isZero();
    }

    @Test
    void send_startTlsOffered_mailGoesEncrypted() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport = secure(sink).build()) {
            for (int i = 0; i < 5; i++) {
                assertHandedOver(send(transport));
            }
            assertThat(sink.ledger().accepted()).hasSize(5).allMatch(AcceptedMail::tls);
            assertThat(sink.ledger().connections()).isEqualTo(1);
            assertThat(sink.ledger().count(SmtpVerb.EHLO)).isEqualTo(2);
        }
    }

    @Test
    void send_implicitTls_mailGoesEncrypted() {
        try (SmtpSink sink = SmtpSink.builder().implicitTls().start();
                MailTransport transport = secure(sink).tls(TlsPolicy.IMPLICIT).build()) {
            assertHandedOver(send(transport, Sending.largeMail()));
            assertHandedOver(send(transport));
            assertThat(sink.ledger().accepted()).hasSize(2).allMatch(AcceptedMail::tls);
            assertThat(sink.ledger().accepted().get(0).bytes())
                    .isEqualTo(Sending.largeMail().toByteArray());
        }
    }

    @Test
    void send_startTlsNotOffered_isDeferredByDefault() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = lane.to("localhost", sink.port()).build()) {
            SendOutcome outcome = send(transport);
            assertDeferred(outcome, ROUTE, 0);
            assertThat(outcome.detail()).contains("STARTTLS");
            assertNothingWasSaid(sink);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"454 4.7.0 not now", "501 5.5.4 no", "220 2.0.0 go ahead"})
    void send_startTlsRefusedOrFaked_isDeferredAndNothingIsSaid(String reply) {
        try (SmtpSink sink = SmtpSink.builder()
                        .extensions("STARTTLS", "AUTH PLAIN LOGIN")
                        .start();
                MailTransport transport =
                        secure(sink).credentials("shop", "secret").build()) {
            // The sink has no TLS here: after 220 it goes away instead of shaking hands.
            sink.on(SmtpVerb.STARTTLS).reply(reply);
            assertThat(send(transport)).isInstanceOfSatisfying(SendOutcome.Deferred.class, deferred -> {
                assertThat(deferred.cause()).isEqualTo(ROUTE);
                assertThat(deferred.detail()).contains("STARTTLS");
            });
            assertNothingWasSaid(sink);
        }
    }

    @Test
    void send_injectedRepliesBehindStartTls_areNotBelieved() {
        try (SmtpSink sink = SmtpSink.builder().startTls().extensions().start();
                MailTransport transport = secure(sink)
                        .connectTimeout(SHORT.multipliedBy(5))
                        .credentials("shop", "secret")
                        .build()) {
            sink.on(SmtpVerb.STARTTLS).reply("220 2.0.0 go ahead\n250-evil\n250 AUTH PLAIN\n235 2.7.0 welcome");
            assertThat(send(transport)).isInstanceOf(SendOutcome.Deferred.class);
            assertNothingWasSaid(sink);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = SinkCertificate.class,
            names = {"ELSEWHERE", "EXPIRED"})
    void send_wrongCertificate_isDeferredAndNothingIsSaid(SinkCertificate certificate) {
        try (SmtpSink startTls =
                        SmtpSink.builder().startTls().certificate(certificate).start();
                SmtpSink implicit = SmtpSink.builder()
                        .implicitTls()
                        .certificate(certificate)
                        .start();
                MailTransport one = secure(startTls).build();
                MailTransport other = secure(implicit).tls(TlsPolicy.IMPLICIT).build()) {
            assertDeferred(send(one), ROUTE, 0);
            assertDeferred(send(other), ROUTE, 0);
            assertNothingWasSaid(startTls);
            assertNothingWasSaid(implicit);
        }
    }

    @Test
    void send_wrongHostWithCheckSwitchedOff_goesThrough() {
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .certificate(SinkCertificate.ELSEWHERE)
                        .start();
                MailTransport transport =
                        secure(sink).insecurelySkipServerIdentityCheck().build()) {
            assertHandedOver(send(transport));
        }
    }

    @Test
    void send_untrustedCertificate_isDeferredAndNothingIsSaid() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport = lane.to("localhost", sink.port())
                        .insecurelySkipServerIdentityCheck()
                        .build()) {
            assertDeferred(send(transport), ROUTE, 0);
            assertNothingWasSaid(sink);
        }
    }

    @Test
    void send_serverSpeaksPlainWhereTlsIsImplicit_isDeferredInTime() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = secure(sink)
                        .tls(TlsPolicy.IMPLICIT)
                        .connectTimeout(SHORT)
                        .build()) {
            long begin = System.nanoTime();
            assertDeferred(send(transport), ROUTE, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void send_handshakeNeverAnswered_isDeferredInTime() {
        try (SmtpSink sink = SmtpSink.start();
                MailTransport transport = secure(sink)
                        .tls(TlsPolicy.IMPLICIT)
                        .connectTimeout(SHORT)
                        .build()) {
            sink.on(SmtpVerb.CONNECT).hang();
            long begin = System.nanoTime();
            assertDeferred(send(transport), ROUTE, 0);
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"AUTH PLAIN", "AUTH LOGIN", "AUTH LOGIN PLAIN"})
    void send_credentials_signInAndSend(String offered) {
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .credentials("shop", "秘密")
                        .extensions(offered)
                        .start();
                MailTransport transport = secure(sink).credentials("shop", "秘密").build()) {
            assertHandedOver(send(transport));
            assertHandedOver(send(transport));
            assertThat(sink.ledger().count(SmtpVerb.AUTH)).isEqualTo(1);
        }
    }

    @Test
    void send_wrongCredentials_isDeferredSinceTheRecipientIsNotToBlame() {
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .credentials("shop", "secret")
                        .start();
                MailTransport transport =
                        secure(sink).credentials("shop", "guess").build()) {
            SendOutcome outcome = send(transport);
            assertDeferred(outcome, ROUTE, 535);
            assertThat(outcome.detail()).contains("credentials").doesNotContain("guess");
            assertThat(sink.ledger().count(SmtpVerb.MAIL)).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {454, 421, 534, 500})
    void send_signInRefused_isDeferred(int code) {
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .credentials("shop", "secret")
                        .start();
                MailTransport transport =
                        secure(sink).credentials("shop", "secret").build()) {
            sink.on(SmtpVerb.AUTH).reply(code + " 4.7.0 not today");
            assertDeferred(send(transport), ROUTE, code);
        }
    }

    @Test
    void send_credentialsNeededButNotSet_isDeferred() {
        try (SmtpSink sink = SmtpSink.builder()
                        .startTls()
                        .credentials("shop", "secret")
                        .start();
                MailTransport transport = secure(sink).build()) {
            assertDeferred(send(transport), ROUTE, 530);
        }
    }

    @Test
    void send_credentialsSetButAuthNotOffered_isDeferred() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport =
                        secure(sink).credentials("shop", "secret").build()) {
            assertDeferred(send(transport), ROUTE, 0);
            assertThat(sink.ledger().count(SmtpVerb.MAIL)).isZero();
        }
    }

    @Test
    void build_credentialsWithoutTls_isRefused() {
        assertThatThrownBy(() -> lane.to("localhost", 25)
                        .plaintext()
                        .credentials("shop", "secret")
                        .build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("in the clear")
                .hasMessageNotContaining("secret");
    }

    @Test
    void send_serverClosesKeptTlsConnection_isRetriedOnAFreshOne() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport = secure(sink).build()) {
            assertHandedOver(send(transport));
            sink.dropConnections();
            assertHandedOver(send(transport));
            assertThat(sink.ledger().connections()).isEqualTo(2);
        }
    }

    @Test
    void send_tlsConnectionBreaksAfterTheFinalDot_isUnknown() {
        try (SmtpSink sink = SmtpSink.builder().startTls().start();
                MailTransport transport = secure(sink).dataTimeout(SHORT).build()) {
            sink.on(SmtpVerb.END_OF_DATA).times(1).acceptAndClose();
            Sending.assertUnknown(send(transport));
            sink.on(SmtpVerb.END_OF_DATA).times(1).reset();
            Sending.assertUnknown(send(transport));
            sink.on(SmtpVerb.END_OF_DATA).times(1).hang();
            Sending.assertUnknown(send(transport));
            sink.on(SmtpVerb.BODY).times(1).afterOctets(20_000).reset();
            assertDeferred(send(transport, Sending.largeMail()), ROUTE, 0);
            sink.on(SmtpVerb.BODY).times(1).afterOctets(20_000).hang();
            assertDeferred(send(transport, Sending.largeMail()), ROUTE, 0);
        }
    }
}
