package dev.hato.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.ContactId;
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
import dev.hato.testkit.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.sql.DataSource;

/** An outbox for plans of many mails that differ only in their contact, whose leases end by a clock of the test's. */
final class AlikeMails {
    static final Instant NOW = Instant.parse("2026-04-01T00:00:00Z");
    static final Duration LEASE = Duration.ofSeconds(30);
    private static final String TEMPLATE = "0123456789abcdef".repeat(4);

    private final DataSource source;
    private final String schema;
    private final MovableClock clock = MovableClock.at(NOW);
    private final JdbcStores stores;

    private AlikeMails(DataSource source) {
        this.source = source;
        this.schema = TestDatabases.newSchema(source);
        this.stores = node();
        stores.schema().migrate();
    }

    static AlikeMails in(DataSource source) {
        return new AlikeMails(source);
    }

    /** Returns further stores over the same tables. */
    JdbcStores node() {
        return TestStores.in(source, schema)
                .leaseClock(clock)
                .erasureKey(new byte[32])
                .build();
    }

    JdbcStores stores() {
        return stores;
    }

    Outbox outbox() {
        return stores.outbox();
    }

    Instant now() {
        return clock.instant();
    }

    void advance(Duration span) {
        clock.advance(span);
    }

    /** Returns the mails of a group delivery to contacts of these numbers, due at {@link #NOW}. */
    static List<OutboxEntry> group(String delivery, int from, int to) {
        return plan(MailKind.GROUP, new DeliveryId(delivery).source(), NOW, from, to);
    }

    /** Returns mails to contacts of these numbers. */
    static List<OutboxEntry> plan(MailKind kind, String source, Instant due, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> planned(kind, source, due, contact(i)))
                .toList();
    }

    private static OutboxEntry planned(MailKind kind, String source, Instant due, ContactId contact) {
        SendKey key = new SendKey(source, kind == MailKind.STEP ? "day-0" : "mail", contact, "");
        return OutboxEntry.planned(new PlannedMail(key, kind, contact, due, TEMPLATE, null));
    }

    /** Returns mails of which each has a key and a due time of its own. */
    static List<OutboxEntry> singles(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> OutboxEntry.planned(new PlannedMail(
                        SendKey.ofCaller("order-" + i),
                        MailKind.TRANSACTIONAL,
                        contact(i),
                        NOW.minusMillis(i),
                        "f" + i,
                        null)))
                .toList();
    }

    static ContactId contact(int number) {
        return ContactId.of(String.format("c%04d", number));
    }

    List<Claim> claim(String owner, int limit) {
        List<Claim> claims = outbox().claim(ClaimRequest.any(owner, now(), now().plus(LEASE), limit));
        assertThat(claims).hasSizeLessThanOrEqualTo(limit);
        return claims;
    }

    List<Claim> claimHolding(Set<String> held, int limit) {
        return outbox().claim(new ClaimRequest("n", now(), now().plus(LEASE), limit, held, null));
    }

    List<Claim> claimOnly(String owner, SendKey key) {
        return outbox().claim(new ClaimRequest(owner, now(), now().plus(LEASE), 10, Set.of(), key));
    }

    /** Claims with these limits in turn until nothing comes. */
    List<Claim> claimAll(String owner, int... limits) {
        List<Claim> all = new ArrayList<>();
        for (int i = 0; ; i++) {
            List<Claim> claims = claim(owner, limits[i % limits.length]);
            if (claims.isEmpty()) {
                return all;
            }
            all.addAll(claims);
        }
    }

    Set<SendKey> start(Collection<Claim> claims) {
        return outbox().start(List.copyOf(claims), now());
    }

    /** Records the end of these mails, one attempt more than before. */
    Set<SendKey> end(MailState state, Collection<Claim> claims) {
        return outbox().complete(
                        claims.stream().map(claim -> ended(claim, state)).toList());
    }

    OutboxEntry found(SendKey key) {
        return outbox().find(key).orElseThrow();
    }

    /** Returns all mails of a source, by pages of this size. */
    List<OutboxEntry> pages(String of, int size) {
        List<OutboxEntry> all = new ArrayList<>();
        List<OutboxEntry> page = outbox().page(of, null, size);
        while (!page.isEmpty()) {
            assertThat(page).hasSizeLessThanOrEqualTo(size);
            all.addAll(page);
            page = outbox().page(of, page.get(page.size() - 1).mail().key(), size);
        }
        assertThat(all.stream().map(entry -> entry.mail().key())).isSorted().doesNotHaveDuplicates();
        return all;
    }

    static Completion ended(Claim claim, MailState state) {
        Progress before = claim.progress();
        Progress progress =
                new Progress(state, NOW, before.attempts() + 1, before.uncertain(), null, "said of " + claim.key());
        return new Completion(claim, progress);
    }

    /** Returns the completion that gives a mail back, not to be begun before this time. */
    static Completion givenBack(Claim claim, Instant at) {
        Progress before = claim.progress();
        MailState state = before.attempts() > 0 ? MailState.DEFERRED : MailState.PLANNED;
        Progress progress = new Progress(state, at, before.attempts(), before.uncertain(), null, before.detail());
        return new Completion(claim, progress);
    }

    static Completion deferred(Claim claim, Instant at) {
        Progress before = claim.progress();
        return new Completion(
                claim,
                new Progress(MailState.DEFERRED, at, before.attempts() + 1, before.uncertain(), null, "450 later"));
    }

    static Set<SendKey> keys(Collection<Claim> claims) {
        Set<SendKey> keys = new TreeSet<>();
        claims.forEach(claim -> assertThat(keys.add(claim.key()))
                .as("claimed once: %s", claim.key())
                .isTrue());
        return keys;
    }

    static Set<SendKey> keysOf(Collection<OutboxEntry> entries) {
        Set<SendKey> keys = new TreeSet<>();
        entries.forEach(entry -> keys.add(entry.mail().key()));
        return keys;
    }
}
