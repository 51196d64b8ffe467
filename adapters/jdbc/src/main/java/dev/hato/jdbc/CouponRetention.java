package dev.hato.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.IntStream;

/** Deletes old coupons and their uses, in batches. */
final class CouponRetention {
    private static final String OLD_COUPONS = """
            select offer, contact, coalesce(own_code, '') from {coupon}
            where (offer > ? or (offer = ? and contact > ?)) and issued_at < ?
            order by offer, contact limit ?
            """;

    /** All but the last of each code in an offer, whose number holds the code's limit. */
    private static final String OLD_USES = """
            select u.code, u.offer, u.ordinal from {coupon_use} as u
            where (u.code > ? or (u.code = ? and (u.offer > ? or (u.offer = ? and u.ordinal > ?)))) and u.used_at < ?
                and exists (select 1 from {coupon_use} as later
                    where later.code = u.code and later.offer = u.offer and later.ordinal > u.ordinal)
            order by u.code, u.offer, u.ordinal limit ?
            """;

    private final Database database;
    private final int batch;

    CouponRetention(Database database, int batch) {
        this.database = database;
        this.batch = batch;
    }

    private record Use(String code, String offer, long ordinal) {}

    /**
     * Deletes what is older.
     *
     * @param told hears after each batch how many coupons and uses that were
     */
    void run(long before, LongConsumer told) {
        deleteCoupons(before, told);
        deleteUses(before, told);
    }

    private void deleteCoupons(long before, LongConsumer told) {
        List<String> after = List.of("", "", "");
        while (true) {
            List<String> from = after;
            List<List<String>> coupons = database.read(session -> session.list(
                    OLD_COUPONS,
                    parameters -> parameters
                            .text(from.get(0))
                            .text(from.get(0))
                            .text(from.get(1))
                            .number(before)
                            .number(batch),
                    row -> row.texts(3)));
            if (coupons.isEmpty()) {
                return;
            }
            List<Binder> codes = new ArrayList<>();
            List<Binder> keys = new ArrayList<>();
            for (List<String> coupon : coupons) {
                if (!coupon.get(2).isEmpty()) {
                    codes.add(parameters -> parameters.text(coupon.get(2)));
                }
                keys.add(parameters ->
                        parameters.text(coupon.get(0)).text(coupon.get(1)).number(before));
            }
            told.accept(database.write(session -> {
                int uses = codes.isEmpty()
                        ? 0
                        : IntStream.of(session.updateAll("delete from {coupon_use} where code = ?", codes))
                                .sum();
                return uses
                        + IntStream.of(session.updateAll(
                                        "delete from {coupon} where offer = ? and contact = ? and issued_at < ?", keys))
                                .sum();
            }));
            after = coupons.get(coupons.size() - 1);
        }
    }

    private void deleteUses(long before, LongConsumer told) {
        Use after = new Use("", "", 0);
        while (true) {
            Use from = after;
            List<Use> uses = database.read(session -> session.list(
                    OLD_USES,
                    parameters -> parameters
                            .text(from.code())
                            .text(from.code())
                            .text(from.offer())
                            .text(from.offer())
                            .number(from.ordinal())
                            .number(before)
                            .number(batch),
                    row -> new Use(row.text(1), row.text(2), row.number(3))));
            if (uses.isEmpty()) {
                return;
            }
            List<Binder> keys = uses.stream()
                    .map(use -> (Binder) parameters ->
                            parameters.text(use.code()).text(use.offer()).number(use.ordinal()))
                    .toList();
            told.accept(database.write(session -> IntStream.of(session.updateAll(
                            "delete from {coupon_use} where code = ? and offer = ? and ordinal = ?", keys))
                    .sum()));
            after = uses.get(uses.size() - 1);
        }
    }
}
