package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.DeliveryId;
import dev.hato.delivery.MailKind;
import dev.hato.delivery.MailState;
import dev.hato.delivery.Outbox;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.OutboxEntry.Progress;
import dev.hato.delivery.PlannedMail;
import dev.hato.delivery.SendKey;
import dev.hato.message.ComposedMail;
import dev.hato.message.ReadyMail;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the outbox does beyond its contract: on the database's own clock, between nodes, in a host's transaction. */
public interface OutboxCases {
    Instant NOW = Instant.parse("2026-04-01T00:00:00.123456Z");
    Duration LEASE = Duration.ofSeconds(30);

    /** Returns a pool over the database. */
    DataSource dataSource();

    @Test
    @Tag("R7.4")
    default void claim_ofADeadNode_goesToAnotherByTheDatabasesClock() throws Exception {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        Outbox dead = node(source, schema);
        Outbox alive = node(source, schema);
        dead.add(List.of(planned("a", null), planned("b", null)));
        List<Claim> lost = dead.claim(ClaimRequest.any("dead", NOW, NOW.plus(LEASE), 10));
        assertThat(lost).hasSize(2);
        assertThat(dead.start(lost.subList(0, 1), NOW)).hasSize(1);
        Instant fast = NOW.plus(Duration.ofHours(1)); // this node's clock is wrong by an hour
        assertThat(alive.claim(ClaimRequest.any("alive", fast, fast.plus(LEASE), 10)))
                .as("leased still, whatever the node's clock shows")
                .isEmpty();
        update(source, "update " + schema + ".hato_outbox set lease_until = lease_until - 29000000");
        assertThat(alive.claim(ClaimRequest.any("alive", NOW, NOW.plus(LEASE), 10)))
                .isEmpty();
        update(source, "update " + schema + ".hato_outbox set lease_until = lease_until - 1000000");
        List<Claim> taken = alive.claim(ClaimRequest.any("alive", NOW, NOW.plus(LEASE), 10));
        assertThat(taken)
                .hasSize(2)
                .allMatch(claim -> claim.fence() > lost.get(1).fence());
        assertThat(taken)
                .filteredOn(claim -> claim.progress().uncertain())
                .extracting(Claim::key)
                .containsExactly(lost.get(0).key());
        assertThat(dead.start(lost, NOW)).as("a node that wakes up").isEmpty();
        assertThat(dead.renew(lost, NOW.plus(LEASE))).isEmpty();
        assertThat(dead.complete(List.of(ended(lost.get(0), "250 OK")))).isEmpty();
        assertThat(alive.start(taken, NOW)).hasSize(2);
    }

    @Test
    default void renew_byANodeWhoseClockIsWrong_lastsAsLong() throws Exception {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        Outbox outbox = node(source, schema);
        outbox.add(List.of(planned("a", null)));
        Claim claim =
                outbox.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 1)).get(0);
        Instant later = NOW.plus(LEASE).plus(LEASE);
        assertThat(lease(outbox, claim).until()).isEqualTo(NOW.plus(LEASE));
        long before = number(source, "select lease_until from " + schema + ".hato_outbox");
        assertThat(outbox.renew(List.of(claim), later)).containsExactly(claim.key());
        assertThat(number(source, "select lease_until from " + schema + ".hato_outbox") - before)
                .isEqualTo(30_000_000);
        assertThat(lease(outbox, claim)).isEqualTo(new OutboxEntry.Lease("n", claim.fence(), later, false));
    }

    @Test
    @Tag("R7.4")
    default void claim_byTwoNodesAtOnce_givesEachMailToOne() throws Exception {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        List<Outbox> nodes = List.of(node(source, schema), node(source, schema));
        int mails = 1_000;
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < mails; i++) {
            entries.add(ofDelivery("sale", "c" + i));
        }
        Set<SendKey> handed = ConcurrentHashMap.newKeySet();
        AtomicInteger doubles = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Callable<Boolean>> tasks = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Outbox node = nodes.get(i % 2);
                tasks.add(() -> {
                    node.add(entries); // both nodes plan the same delivery
                    drain(node, handed, doubles);
                    return true;
                });
            }
            for (Future<Boolean> future : threads.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
        drain(nodes.get(0), handed, doubles); // what a claim skipped while another one looked at it
        assertThat(doubles).hasValue(0);
        assertThat(handed).hasSize(mails);
        assertThat(nodes.get(1).tally("delivery:sale").count(MailState.HANDED_OVER))
                .isEqualTo(mails);
    }

    private static void drain(Outbox node, Set<SendKey> handed, AtomicInteger doubles) {
        List<Claim> claims = node.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 40));
        while (!claims.isEmpty()) {
            for (SendKey key : node.start(claims, NOW)) {
                if (!handed.add(key)) {
                    doubles.incrementAndGet();
                }
            }
            node.complete(claims.stream().map(claim -> ended(claim, "250 OK")).toList());
            claims = node.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 40));
        }
    }

    @Test
    @Tag("R7.4")
    default void claim_thatComesBackThroughAnotherStore_isTheSame() {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        Outbox one = node(source, schema);
        Outbox other = node(source, schema);
        one.add(List.of(planned("a", null), planned("b", null), planned("c", null)));
        List<Claim> claims = one.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 3));
        assertThat(other.start(claims, NOW)).hasSize(3);
        assertThat(one.renew(claims.subList(0, 2), NOW.plus(LEASE).plus(LEASE))).hasSize(2);
        assertThat(one.start(claims, NOW)).hasSize(3);
        assertThat(other.complete(List.of(ended(claims.get(0), "250 OK")))).hasSize(1);
        assertThat(one.complete(
                        claims.stream().map(claim -> ended(claim, "250 OK")).toList()))
                .containsExactlyInAnyOrder(claims.get(1).key(), claims.get(2).key());
        assertThat(one.renew(claims, NOW.plus(LEASE))).isEmpty();
    }

    @Test
    default void content_isKeptAsLongAsTheMailMayGo() throws Exception {
        DataSource source = dataSource();
        String schema = TestDatabases.newSchema(source);
        Outbox outbox = node(source, schema);
        byte[] octets =
                ("Subject: =?UTF-8?B?6bOp?=\r\n\r\n" + "鳩の店からのお知らせ\r\n".repeat(2_000)).getBytes(StandardCharsets.UTF_8);
        ReadyMail mail = new ReadyMail(
                EmailAddress.of("bounce+1@shop.example"),
                EmailAddress.of("a..b@docomo.ne.jp"),
                ComposedMail.of("<x@shop.example>", octets));
        outbox.add(List.of(planned("a", mail)));
        assertThat(number(source, "select octet_length(content) from " + schema + ".hato_outbox"))
                .isLessThan(octets.length / 3);
        Claim claim =
                outbox.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 1)).get(0);
        ReadyMail read = Objects.requireNonNull(claim.mail().content());
        assertThat(read.sender()).isEqualTo(mail.sender());
        assertThat(read.recipient().value()).isEqualTo("a..b@docomo.ne.jp");
        assertThat(read.content().messageId()).isEqualTo("<x@shop.example>");
        assertThat(read.content().toByteArray()).isEqualTo(octets);
        Progress deferred = new Progress(MailState.DEFERRED, NOW, 1, false, null, "450 later");
        outbox.complete(List.of(new Completion(claim, deferred)));
        assertThat(outbox.find(claim.key()).orElseThrow().mail().content()).isNotNull();
        Claim again =
                outbox.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 1)).get(0);
        outbox.complete(List.of(ended(again, "250 OK")));
        OutboxEntry over = outbox.find(claim.key()).orElseThrow();
        assertThat(over.mail().content()).isNull();
        assertThat(over.progress()).isEqualTo(ended(again, "250 OK").progress());
        assertThat(over.lease()).isNull();
    }

    @Test
    default void complete_withWhatNoDatabaseKeeps_recordsTheOutcome() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        outbox.add(List.of(planned("a", null)));
        Claim claim =
                outbox.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 1)).get(0);
        assertThat(outbox.complete(List.of(ended(claim, "550 \0 no \uD800!" + "x".repeat(9_000)))))
                .hasSize(1);
        assertThat(outbox.find(claim.key()).orElseThrow().progress().detail())
                .startsWith("550 \uFFFD no \uFFFD!xxx")
                .endsWith("x…")
                .hasSize(4_000);
    }

    @Test
    default void key_thatNoDatabaseKeeps_isRefusedAndNotFound() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        SendKey key = new SendKey("s", "k", ContactId.of("1"), "2026\0");
        PlannedMail mail = new PlannedMail(key, MailKind.STEP, ContactId.of("1"), NOW, "f", null);
        assertThatThrownBy(() -> outbox.add(List.of(OutboxEntry.planned(mail))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2026\\u0000");
        assertThat(outbox.find(key)).isEmpty();
        assertThat(outbox.claim(new ClaimRequest("n", NOW, NOW.plus(LEASE), 1, Set.of(), key)))
                .isEmpty();
    }

    @Test
    default void add_keysThatDifferInCaseOrSpace_areDifferent() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        List<OutboxEntry> entries = List.of(
                planned("Order", null),
                planned("order", null),
                planned("order ", null),
                planned("ｏrder", null),
                planned("ordér", null),
                planned("order😀", null));
        outbox.add(entries);
        assertThat(outbox.tally(SendKey.TRANSACTIONAL).total()).isEqualTo(entries.size());
        for (OutboxEntry entry : entries) {
            assertThat(outbox.find(entry.mail().key())).contains(entry);
        }
    }

    @Test
    default void page_endsAndBeginsWithinAStep() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        List<SendKey> keys = new ArrayList<>();
        List<OutboxEntry> entries = new ArrayList<>();
        for (String step : List.of("a", "b")) {
            for (String contact : List.of("1", "2", "3")) {
                for (String occurrence : List.of("", "2026", "2027")) {
                    SendKey key = new SendKey("s", step, ContactId.of(contact), occurrence);
                    keys.add(key);
                    entries.add(OutboxEntry.planned(
                            new PlannedMail(key, MailKind.STEP, ContactId.of(contact), NOW, "f", null)));
                }
            }
        }
        outbox.add(entries);
        for (int limit = 1; limit <= keys.size() + 1; limit++) {
            List<SendKey> seen = new ArrayList<>();
            List<OutboxEntry> page = outbox.page("s", null, limit);
            while (!page.isEmpty()) {
                assertThat(page).hasSizeLessThanOrEqualTo(limit);
                page.forEach(entry -> seen.add(entry.mail().key()));
                page = outbox.page("s", seen.get(seen.size() - 1), limit);
            }
            assertThat(seen).isEqualTo(keys);
        }
    }

    @Test
    default void claim_fromManySources_takesTheUrgentOnesAndLeavesTheHeld() {
        Outbox outbox = TestStores.empty(dataSource()).outbox();
        List<OutboxEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            entries.add(ofDelivery("held", "c" + i));
            entries.add(ofDelivery("sale", "c" + i));
        }
        entries.add(planned("receipt", null));
        outbox.add(entries);
        ClaimRequest request =
                new ClaimRequest("n", NOW, NOW.plus(LEASE), 20, Set.of("delivery:held", "delivery:gone"), null);
        List<Claim> first = outbox.claim(request);
        assertThat(first)
                .hasSize(20)
                .first()
                .extracting(claim -> claim.key().source())
                .isEqualTo("mail");
        assertThat(outbox.claim(request))
                .hasSize(11)
                .allMatch(claim -> claim.key().source().equals("delivery:sale"));
        assertThat(outbox.claim(request)).isEmpty();
        assertThat(outbox.claim(ClaimRequest.any("n", NOW, NOW.plus(LEASE), 99)))
                .hasSize(30);
    }

    @Test
    @Tag("R7.2")
    default void add_inTheHostsTransaction_isThereWhenItCommits() throws Exception {
        DataSource source = dataSource();
        JdbcStores stores = TestStores.empty(source);
        stores.outbox().add(List.of(planned("known", null)));
        try (Connection host = source.getConnection()) {
            host.setAutoCommit(false);
            Outbox joined = stores.joining(host).outbox();
            joined.add(List.of(planned("lost", null)));
            host.rollback();
            assertThat(joined.add(List.of(planned("known", null), planned("kept", null))))
                    .hasSize(2);
            assertThat(stores.outbox().find(SendKey.ofCaller("kept"))).isEmpty();
            host.commit();
        }
        assertThat(stores.outbox().find(SendKey.ofCaller("kept"))).isPresent();
        assertThat(stores.outbox().find(SendKey.ofCaller("lost"))).isEmpty();
    }

    private static Outbox node(DataSource source, String schema) {
        JdbcStores stores = TestStores.in(source, schema).build();
        stores.schema().migrate();
        return stores.outbox();
    }

    private static OutboxEntry.Lease lease(Outbox outbox, Claim claim) {
        return Objects.requireNonNull(outbox.find(claim.key()).orElseThrow().lease());
    }

    private static OutboxEntry planned(String key, @Nullable ReadyMail content) {
        return OutboxEntry.planned(
                new PlannedMail(SendKey.ofCaller(key), MailKind.TRANSACTIONAL, ContactId.of("1"), NOW, "f", content));
    }

    private static OutboxEntry ofDelivery(String delivery, String contact) {
        ContactId id = ContactId.of(contact);
        SendKey key = SendKey.ofDelivery(new DeliveryId(delivery), id);
        return OutboxEntry.planned(new PlannedMail(key, MailKind.GROUP, id, NOW, "0123456789abcdef".repeat(4), null));
    }

    private static Completion ended(Claim claim, String detail) {
        Progress before = claim.progress();
        return new Completion(
                claim, new Progress(MailState.HANDED_OVER, NOW, before.attempts() + 1, false, null, detail));
    }

    private static void update(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static long number(DataSource source, String sql) throws SQLException {
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                var results = statement.executeQuery(sql)) {
            results.next();
            return results.getLong(1);
        }
    }
}
