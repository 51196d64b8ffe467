package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxRowTest {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final ContactId HANAKO = ContactId.of("hanako");
    private static final ContactId TARO = ContactId.of("taro");
    private static final List<SendKey> KEYS = List.of(
            new SendKey("scenario:s", "a", HANAKO, ""),
            new SendKey("scenario:s", "a", HANAKO, "2026"),
            new SendKey("scenario:s", "b", HANAKO, ""),
            new SendKey("scenario:s", "b", null, ""),
            SendKey.ofCaller("order-1"),
            new SendKey("scenario:s", "a", TARO, "")); // its mail goes to another contact

    private final MemoryStores stores = MemoryStores.create();
    private final Outbox outbox = stores.outbox();

    private static PlannedMail mail(SendKey key, MailKind kind) {
        EmailAddress address = EmailAddress.of("hanako@example.jp");
        Message message = Message.builder(
                        Mailbox.of("Shop", "shop@example.jp"), Mailbox.of("Hanako", "hanako@example.jp"))
                .subject("s")
                .text("t")
                .build();
        ReadyMail content =
                new ReadyMail(address, address, message.compose("<m@example.jp>", NOW, ZoneId.of("Asia/Tokyo")));
        return new PlannedMail(key, kind, HANAKO, NOW, "f-" + key, content);
    }

    private static List<Progress> endings() {
        List<Progress> endings = new ArrayList<>();
        for (MailState state : List.of(MailState.HANDED_OVER, MailState.BOUNCED, MailState.UNKNOWN)) {
            endings.add(new Progress(state, NOW.plusSeconds(5), 300, true, null, "250 2.0.0 ok"));
            endings.add(new Progress(state, NOW.plusSeconds(6), 1, false, null, ""));
        }
        for (ExclusionReason reason : ExclusionReason.values()) {
            endings.add(new Progress(MailState.EXCLUDED, NOW.plusSeconds(7), 0, false, reason, "why"));
        }
        return endings;
    }

    private Claim claim(SendKey key) {
        List<Claim> claims = outbox.claim(new ClaimRequest("me", NOW, NOW.plusSeconds(60), 1, Set.of(), key));
        assertThat(claims).hasSize(1);
        return claims.get(0);
    }

    @Test
    void mails_thatHaveEnded_areReadAsTheyWereWritten() {
        for (Progress ending : endings()) {
            for (MailKind kind : MailKind.values()) {
                Outbox one = MemoryStores.create().outbox();
                for (SendKey key : KEYS) {
                    PlannedMail planned = mail(key, kind);
                    OutboxEntry ended = new OutboxEntry(
                            new PlannedMail(key, kind, HANAKO, NOW, planned.fingerprint(), null), ending, null);
                    one.add(List.of(OutboxEntry.planned(planned)));
                    Claim claim = one.claim(new ClaimRequest("me", NOW, NOW.plusSeconds(60), 1, Set.of(), key))
                            .get(0);
                    assertThat(one.complete(List.of(new Completion(claim, ending))))
                            .containsExactly(key);
                    assertThat(one.find(key)).contains(ended);
                    assertThat(one.add(List.of(OutboxEntry.planned(planned)))).containsExactly(ended);
                    assertThat(one.complete(List.of(new Completion(claim, ending))))
                            .as("it has ended")
                            .isEmpty();
                }
                assertThat(one.page("scenario:s", null, 10))
                        .extracting(entry -> entry.mail().key())
                        .containsExactlyElementsOf(KEYS.stream()
                                .filter(key -> key.source().equals("scenario:s"))
                                .sorted()
                                .toList());
                assertThat(one.tally("scenario:s").count(ending.state())).isEqualTo(5);
                assertThat(one.tally("scenario:s").open()).isZero();
            }
        }
    }

    @Test
    void transaction_thatFails_bringsBackTheContentOfAMailThatHadEnded() {
        for (SendKey key : KEYS) {
            OutboxEntry planned = OutboxEntry.planned(mail(key, MailKind.STEP));
            outbox.add(List.of(planned));
            assertThatThrownBy(() -> stores.inTransaction(tx -> {
                        Claim claim = claim(key);
                        outbox.complete(List.of(new Completion(claim, endings().get(0))));
                        assertThat(outbox.find(key).orElseThrow().mail().content())
                                .isNull();
                        throw new IllegalStateException("crash");
                    }))
                    .hasMessage("crash");
            assertThat(outbox.find(key)).contains(planned);
            assertThat(outbox.tally(key.source()).count(MailState.PLANNED)).isPositive();
            assertThat(claim(key).mail()).isEqualTo(planned.mail());
        }
    }
}
