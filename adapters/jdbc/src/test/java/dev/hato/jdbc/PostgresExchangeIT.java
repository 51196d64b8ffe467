package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Outcomes, events and beginnings that are recorded by one statement. */
class PostgresExchangeIT {
    private static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    private static final MailingList NEWS = MailingList.of("news");
    private static final Attribute<String> SHOP = Attribute.text("shop");

    private final DataSource source = TestDatabases.postgres();
    private final String schema = TestDatabases.newSchema(source);
    private final JdbcStores stores = TestStores.in(source, schema).build();

    /** Claims mails that were composed before. */
    private List<Claim> claimed(int count) {
        stores.schema().migrate();
        stores.outbox()
                .add(IntStream.range(0, count)
                        .mapToObj(i -> new PlannedMail(
                                SendKey.ofCaller("order-" + i),
                                MailKind.TRANSACTIONAL,
                                ContactId.of("c" + i),
                                NOW.plusSeconds(i),
                                "f",
                                null))
                        .map(OutboxEntry::planned)
                        .toList());
        List<Claim> claims =
                stores.outbox().claim(ClaimRequest.any("n", NOW.plusSeconds(60), NOW.plusSeconds(90), count));
        assertThat(claims).hasSize(count);
        return claims;
    }

    private static Outcome ended(Claim claim, @Nullable String shop) {
        Progress progress = new Progress(MailState.HANDED_OVER, NOW, 1, false, null, "250 OK");
        ContactEvent event = shop == null
                ? null
                : ContactEvent.of(claim.mail().contact(), "mail.sent", NOW).with(SHOP, shop);
        return new Outcome(new Completion(claim, progress), event);
    }

    private static Beginning begins(Claim claim) {
        return begins(claim, null);
    }

    private static Beginning begins(Claim claim, @Nullable StoredScenario scenario) {
        EmailAddress address = EmailAddress.of(claim.mail().contact().value() + "@example.jp");
        return new Beginning(claim, address, null, null, scenario);
    }

    private List<ContactEvent> events(Claim claim) {
        return stores.events().find(claim.mail().contact(), "mail.sent", NOW, NOW.plus(Duration.ofDays(1)));
    }

    private OutboxEntry found(Claim claim) {
        return stores.outbox().find(claim.key()).orElseThrow();
    }

    @Test
    void exchange_recordsOutcomesEventsAndBeginningsTogether() {
        List<Claim> claims = claimed(5);
        List<Beginning> first =
                claims.subList(0, 3).stream().map(PostgresExchangeIT::begins).toList();
        assertThat(stores.exchange(List.of(), first)).hasSize(3);
        List<Outcome> outcomes = List.of(ended(claims.get(0), "本店"), ended(claims.get(1), null));
        List<Beginning> second = List.of(begins(claims.get(3)), begins(claims.get(4)));
        assertThat(stores.exchange(outcomes, second))
                .containsExactlyInAnyOrder(
                        claims.get(0).key(),
                        claims.get(1).key(),
                        claims.get(3).key(),
                        claims.get(4).key());
        assertThat(found(claims.get(0)).progress())
                .isEqualTo(outcomes.get(0).completion().progress());
        assertThat(events(claims.get(0)))
                .containsExactly(Objects.requireNonNull(outcomes.get(0).event()));
        assertThat(events(claims.get(1))).isEmpty();
        for (Claim begun : claims.subList(2, 5)) {
            assertThat(Objects.requireNonNull(found(begun).lease()).started()).isTrue();
        }
        assertThat(stores.exchange(
                        claims.subList(2, 5).stream()
                                .map(claim -> ended(claim, "x"))
                                .toList(),
                        List.of()))
                .as("where the rows are after they have begun")
                .hasSize(3);
    }

    @Test
    @Tag("R7.4")
    void exchange_ofALostClaim_recordsNeitherOutcomeNorEvent() {
        List<Claim> claims = claimed(2);
        List<Claim> again =
                stores.outbox().claim(ClaimRequest.any("other", NOW.plusSeconds(200), NOW.plusSeconds(300), 2));
        assertThat(again).as("the lease is the database's, and holds").isEmpty();
        assertThat(stores.exchange(List.of(ended(claims.get(0), "x")), List.of()))
                .hasSize(1);
        assertThat(stores.exchange(List.of(ended(claims.get(0), "y"), ended(claims.get(1), "z")), List.of()))
                .containsExactly(claims.get(1).key());
        assertThat(events(claims.get(0)))
                .extracting(event -> event.properties().get(SHOP))
                .containsExactly("x");
    }

    @Test
    void exchange_whenAnotherNodeHasAddedColumns_writesIntoThem() {
        List<Claim> claims = claimed(2);
        assertThat(stores.exchange(List.of(ended(claims.get(0), "old")), List.of()))
                .hasSize(1);
        JdbcStores newer = TestStores.in(source, schema).eventProperties(SHOP).build();
        newer.schema().migrate();
        assertThat(stores.exchange(List.of(ended(claims.get(1), "new")), List.of()))
                .hasSize(1);
        List<String> shops = new ArrayList<>();
        claims.forEach(claim -> newer.events()
                .find(claim.mail().contact(), "mail.sent", NOW, NOW.plusSeconds(1))
                .forEach(event -> shops.add(event.properties().get(SHOP))));
        assertThat(shops).containsExactly("old", "new");
    }

    @Test
    @Tag("R2.6")
    void exchange_ofAScenariosMails_beginsThoseOfActiveSubscribers() {
        List<Claim> claims = claimed(4);
        StoredScenario scenario = scenario(NEWS, 0);
        assertThat(stores.steps().save(scenario)).isTrue();
        subscribe(claims.get(0), NEWS, SubscriptionStatus.ACTIVE);
        subscribe(claims.get(1), NEWS, SubscriptionStatus.STOPPED);
        subscribe(claims.get(2), MailingList.of("other"), SubscriptionStatus.ACTIVE);
        List<Beginning> beginnings =
                claims.stream().map(claim -> begins(claim, scenario)).toList();
        assertThat(stores.exchange(List.of(), beginnings))
                .containsExactly(claims.get(0).key());
        assertThat(stores.steps().save(scenario(MailingList.of("other"), 1))).isTrue();
        assertThat(stores.exchange(List.of(), beginnings))
                .as("the scenario's list is another now")
                .isEmpty();
    }

    @Test
    void exchange_whoseLaterPartFails_saysWhatTheEarlierHasRecorded() throws SQLException {
        List<Claim> claims = claimed(3);
        StoredScenario scenario = scenario(NEWS, 0);
        assertThat(stores.steps().save(scenario)).isTrue();
        subscribe(claims.get(1), NEWS, SubscriptionStatus.ACTIVE);
        execute("create function " + schema + ".refuse() returns trigger language plpgsql as "
                + "'begin if new.step = ''order-1'' then raise exception ''on purpose''; end if; return new; end'");
        execute("create trigger refuse before update on " + schema + ".hato_outbox for each row execute function "
                + schema + ".refuse()");
        Beginning refused = begins(claims.get(1), scenario);
        assertThat(stores.exchange(List.of(ended(claims.get(2), "x")), List.of(begins(claims.get(0)), refused)))
                .containsExactlyInAnyOrder(claims.get(0).key(), claims.get(2).key());
        assertThat(found(claims.get(2)).state()).isEqualTo(MailState.HANDED_OVER);
        assertThatThrownBy(() -> stores.exchange(List.of(), List.of(refused)))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("on purpose");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static StoredScenario scenario(MailingList list, long revision) {
        StoredScenario.State state = new StoredScenario.State(revision, null, false);
        return new StoredScenario("s", 1, "{}", list, Map.of(), state);
    }

    private void subscribe(Claim claim, MailingList list, SubscriptionStatus status) {
        Subscription next = new Subscription(
                claim.mail().contact(), list.name(), status, NOW, Evidence.byRecipient("form", "shop.example"));
        assertThat(stores.consents().save(next, null)).isTrue();
    }

    @Test
    void exchange_inATransaction_leavesItToTheTransaction() {
        List<Claim> claims = claimed(1);
        assertThat(stores.<Integer>inTransaction(tx -> stores.exchange(List.of(ended(claims.get(0), "x")), List.of())
                        .size()))
                .isZero();
        assertThat(found(claims.get(0)).state()).isEqualTo(MailState.CLAIMED);
    }
}
