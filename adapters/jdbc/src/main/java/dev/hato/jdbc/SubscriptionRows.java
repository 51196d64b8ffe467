package dev.hato.jdbc;

import dev.hato.consent.Evidence;
import dev.hato.consent.Evidence.Origin;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.ContactId;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Subscriptions as rows of the tables {@code subscription} and {@code subscription_history}. */
final class SubscriptionRows {
    private static final String COLUMNS = "list, contact, status, since, origin, method, source, wording, given_at";

    private static final String ROW_COLUMNS = "list text, contact text, status text, since bigint, origin text, "
            + "method text, source text, wording text, given_at bigint";

    private static final String VALUES = columns("r.");

    private static final List<String> KEY = List.of("list", "contact");

    static final Insertion INSERTION =
            new Insertion("subscription", COLUMNS, ROW_COLUMNS, VALUES, List.of(KEY), "1 = 1");

    static final String[] TYPES = INSERTION.types();

    static final String LOG = "insert into {subscription_history} (" + COLUMNS + ") select " + VALUES
            + " from {rows r: " + ROW_COLUMNS + "}";

    static final BulkUpdate UPDATE = new BulkUpdate(
            "subscription",
            KEY,
            ROW_COLUMNS,
            Stream.of(COLUMNS.split(", "))
                    .filter(name -> !KEY.contains(name))
                    .collect(Collectors.toMap(name -> name, name -> "r." + name)));

    private SubscriptionRows() {}

    /** Returns what {@link #read} reads, with something before each column. */
    static String columns(String before) {
        return Stream.of(COLUMNS.split(", ")).map(name -> before + name).collect(Collectors.joining(", "));
    }

    static Subscription read(Row row) throws SQLException {
        Evidence evidence = new Evidence(
                Codes.of(Origin.class, row.text(5)), row.text(6), row.text(7), row.textOrNull(8), row.instantOrNull(9));
        return new Subscription(
                ContactId.of(row.text(2)),
                row.text(1),
                Codes.of(SubscriptionStatus.class, row.text(3)),
                row.instant(4),
                evidence);
    }

    static Rows of(List<Subscription> subscriptions) {
        Rows rows = new Rows(subscriptions.size());
        for (Subscription subscription : subscriptions) {
            Evidence evidence = subscription.evidence();
            String wording = evidence.wording();
            Instant givenAt = evidence.givenAt();
            rows.add(
                    StorableText.require("The list of a subscription", subscription.list()),
                    subscription.contact().value(),
                    subscription.status().name(),
                    Micros.of(subscription.since()),
                    evidence.origin().name(),
                    StorableText.require("The method of an evidence", evidence.method()),
                    StorableText.require("The source of an evidence", evidence.source()),
                    wording == null ? null : StorableText.require("The wording of an evidence", wording),
                    givenAt == null ? null : (Long) Micros.of(givenAt));
        }
        return rows;
    }

    /** Returns whether both are the same as far as the database keeps them: to the microsecond. */
    static boolean same(@Nullable Subscription stored, @Nullable Subscription expected) {
        if (stored == null || expected == null) {
            return stored == null && expected == null;
        }
        return cut(stored).equals(cut(expected));
    }

    private static Map<String, Object> cut(Subscription subscription) {
        Evidence evidence = subscription.evidence();
        Instant givenAt = evidence.givenAt();
        return Map.of(
                "status", subscription.status(),
                "since", Micros.of(subscription.since()),
                "origin", evidence.origin(),
                "method", evidence.method(),
                "source", evidence.source(),
                "wording", List.of(Objects.requireNonNullElse(evidence.wording(), ""), evidence.wording() == null),
                "given", givenAt == null ? "" : (Long) Micros.of(givenAt));
    }
}
