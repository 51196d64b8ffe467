package dev.hato.jdbc;

import static dev.hato.jdbc.AlikeMails.LEASE;
import static dev.hato.jdbc.AlikeMails.NOW;
import static dev.hato.jdbc.AlikeMails.contact;
import static dev.hato.jdbc.AlikeMails.ended;
import static dev.hato.jdbc.AlikeMails.group;
import static dev.hato.jdbc.AlikeMails.keys;
import static dev.hato.jdbc.AlikeMails.keysOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.delivery.Claim;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.ExclusionReason;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** People who are erased while their mail waits, or is under way, among hundreds of alike ones. */
public interface AlikeErasureCases {
    /** Returns a pool over the database. */
    DataSource dataSource();

    private static SendKey sale(int contact) {
        return SendKey.ofDelivery(new DeliveryId("sale"), contact(contact));
    }

    private static void assertThatIsRemoved(OutboxEntry entry) {
        assertThat(entry.state()).isEqualTo(MailState.EXCLUDED);
        assertThat(entry.progress().reason()).isEqualTo(ExclusionReason.CONTACT_REMOVED);
        assertThat(entry.progress().detail()).isEmpty();
    }

    @Test
    @Tag("R1.3")
    default void erase_ofAPlannedMail_excludesIt() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        mails.outbox().add(group("news", 0, 100));
        Set<SendKey> left = keysOf(group("sale", 0, 200));
        left.addAll(keysOf(group("news", 0, 100)));
        for (int erased : new int[] {0, 63, 64, 130, 199}) {
            assertThat(mails.stores().eraser().erase(contact(erased))).isTrue();
            assertThat(mails.stores().eraser().erase(contact(erased)))
                    .as("again")
                    .isFalse();
            assertThatIsRemoved(mails.found(sale(erased)));
            left.removeIf(key -> contact(erased).equals(key.contact()));
        }
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.EXCLUDED, 5L, MailState.PLANNED, 195L));
        assertThat(mails.outbox().tally("delivery:news").excluded())
                .isEqualTo(Map.of(ExclusionReason.CONTACT_REMOVED, 3L));
        assertThat(mails.outbox().add(group("sale", 0, 200)))
                .as("planned again")
                .filteredOn(entry -> entry.state() == MailState.EXCLUDED)
                .hasSize(5);
        assertThat(keys(mails.claimAll("n", 80))).isEqualTo(left);
        mails.advance(LEASE);
        assertThat(keys(mails.claimAll("n", 64))).isEqualTo(left);
    }

    @Test
    @Tag("R1.3")
    default void erase_ofClaimedMails_takesThemAwayAndLeavesTheOthers() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 200));
        List<Claim> claims = mails.claimAll("n", 100);
        List<Claim> begun =
                claims.stream().filter(claim -> claim.fence() % 2 == 0).toList();
        assertThat(mails.start(begun)).isEqualTo(keys(begun));
        List<Claim> waiting =
                claims.stream().filter(claim -> claim.fence() % 2 == 1).toList();
        Claim sent = begun.get(9);
        assertThat(mails.end(MailState.HANDED_OVER, List.of(sent))).hasSize(1);
        Claim off = begun.get(8);
        assertThat(mails.outbox().complete(List.of(AlikeMails.deferred(off, NOW.plusSeconds(5)))))
                .hasSize(1);
        List<Claim> inTheAir = begun.subList(3, 6);
        List<Claim> notBegun = waiting.subList(10, 14);
        for (List<Claim> erased : List.of(inTheAir, notBegun, List.of(sent, off))) {
            erased.forEach(claim -> assertThat(
                            mails.stores().eraser().erase(claim.mail().contact()))
                    .isTrue());
        }
        inTheAir.forEach(claim -> {
            OutboxEntry entry = mails.found(claim.key());
            assertThat(entry.state()).as("nobody knows any more").isEqualTo(MailState.UNKNOWN);
            assertThat(entry.progress().detail()).isEmpty();
        });
        notBegun.forEach(claim -> assertThatIsRemoved(mails.found(claim.key())));
        assertThatIsRemoved(mails.found(off.key()));
        assertThat(mails.found(sent.key()).state()).isEqualTo(MailState.HANDED_OVER);
        assertThat(mails.found(sent.key()).progress().detail()).isEmpty();
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(
                        MailState.UNKNOWN, 3L,
                        MailState.EXCLUDED, 5L,
                        MailState.HANDED_OVER, 1L,
                        MailState.CLAIMED, 191L));

        assertThat(mails.start(notBegun)).isEmpty();
        assertThat(mails.end(MailState.BOUNCED, inTheAir)).isEmpty();
        assertThat(mails.outbox().renew(inTheAir, NOW.plus(LEASE.multipliedBy(2))))
                .isEmpty();
        Set<SendKey> gone = keys(inTheAir);
        gone.addAll(keys(notBegun));
        gone.addAll(List.of(sent.key(), off.key()));
        Set<SendKey> held = keys(claims);
        held.removeAll(gone);
        assertThat(mails.start(claims)).isEqualTo(held);
        List<Claim> ending = claims.subList(0, 90);
        Set<SendKey> ended = keys(ending);
        ended.retainAll(held);
        assertThat(mails.end(MailState.HANDED_OVER, ending)).isEqualTo(ended);
        mails.advance(LEASE.multipliedBy(2));
        List<Claim> later = mails.claimAll("other", 64);
        held.removeAll(ended);
        assertThat(keys(later)).isEqualTo(held);
        assertThat(later).allMatch(claim -> claim.progress().uncertain());
        assertThat(mails.stores().eraser().erase(later.get(0).mail().contact())).isTrue();
        assertThatIsRemoved(mails.found(later.get(0).key()));
        assertThat(mails.end(MailState.UNKNOWN, later)).hasSize(later.size() - 1);
        assertThat(mails.outbox().hasOpen("delivery:sale")).isFalse();
    }

    @Test
    @Tag("R1.3")
    default void erase_inATransactionThatThrows_leavesTheClaimsAsTheyWere() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 150));
        List<Claim> claims = mails.claim("n", 80);
        assertThat(mails.start(claims.subList(0, 20))).hasSize(20);
        List<OutboxEntry> before = mails.pages("delivery:sale", 100);
        assertThatThrownBy(() -> mails.stores().inTransaction(tx -> {
                    for (int i = 0; i < 150; i += 10) {
                        tx.eraser().erase(contact(i));
                    }
                    assertThat(tx.outbox().tally("delivery:sale").open()).isEqualTo(135);
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        assertThat(mails.pages("delivery:sale", 100)).isEqualTo(before);
        assertThat(mails.outbox()
                        .complete(claims.stream()
                                .map(claim -> ended(claim, MailState.HANDED_OVER))
                                .toList()))
                .isEqualTo(keys(claims));
    }

    @Test
    @Tag("R1.3")
    default void erase_ofEverybody_leavesNothingOpen() {
        AlikeMails mails = AlikeMails.in(dataSource());
        mails.outbox().add(group("sale", 0, 70));
        List<Claim> claims = mails.claim("n", 40);
        assertThat(mails.start(claims.subList(0, 10))).hasSize(10);
        for (int i = 0; i < 70; i++) {
            assertThat(mails.outbox().hasOpen("delivery:sale")).isTrue();
            assertThat(mails.stores().eraser().erase(contact(i))).isTrue();
        }
        assertThat(mails.outbox().hasOpen("delivery:sale")).isFalse();
        assertThat(mails.outbox().tally("delivery:sale").states())
                .isEqualTo(Map.of(MailState.UNKNOWN, 10L, MailState.EXCLUDED, 60L));
        mails.advance(LEASE.multipliedBy(2));
        assertThat(mails.claim("n", 100)).isEmpty();
        assertThat(mails.pages("delivery:sale", 64))
                .allMatch(entry -> entry.lease() == null)
                .allMatch(entry -> Objects.equals(entry.mail().content(), null));
    }
}
