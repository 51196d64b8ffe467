package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.coupon.Coupon;
import dev.hato.coupon.CouponStore;
import dev.hato.coupon.CouponUsage;
import dev.hato.coupon.CouponUse;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Coupons and their uses. The unique keys hold what is limited: two nodes that give the same number to a use cannot both keep
 * theirs, and the loser sees the winner's when its insert returns.
 */
final class JdbcCouponStore implements CouponStore {
    private static final Insertion COUPON = new Insertion(
            "coupon",
            "offer, contact, code, own_code, issued_at",
            "offer text, contact text, code text, own_code text, issued_at bigint",
            "r.offer, r.contact, r.code, r.own_code, r.issued_at",
            List.of(List.of("offer", "contact"), List.of("own_code")),
            "1 = 1");

    private static final Insertion USE = new Insertion(
            "coupon_use",
            "code, order_ref, ordinal, offer, contact, used_at",
            "code text, order_ref text, ordinal bigint, offer text, contact text, used_at bigint",
            "r.code, r.order_ref, r.ordinal, r.offer, r.contact, r.used_at",
            List.of(List.of("code", "offer", "order_ref"), List.of("code", "offer", "ordinal")),
            "1 = 1");

    private static final String SELECT_COUPON = "select offer, contact, code, issued_at from {coupon} where ";

    private static final String SELECT_USE = """
            select offer, code, order_ref, contact, used_at, ordinal from {coupon_use}
            where code = ? and offer = ? and order_ref = ?
            """;

    private static final String LAST_NUMBER = """
            select coalesce(max(ordinal), 0) from {coupon_use} where code = ? and offer = ?
            """;

    private static final String USES_OF_CONTACT = """
            select count(*) from {coupon_use} where contact = ? and code = ? and offer = ?
            """;

    private static final String USAGE = """
            select (select count(*) from {coupon} where offer = ?),
                (select count(*) from {coupon} as c where c.offer = ? and exists (
                    select 1 from {coupon_use} as u where u.offer = c.offer and u.contact = c.contact)),
                (select count(*) from {coupon_use} where offer = ?)
            """;

    private final Database database;

    JdbcCouponStore(Database database) {
        this.database = database;
    }

    @Override
    public boolean add(Coupon coupon, boolean own) {
        Rows rows = new Rows(1)
                .add(
                        coupon.offer(),
                        coupon.contact().value(),
                        coupon.code(),
                        own ? coupon.code() : null,
                        Micros.of(coupon.at()));
        return database.writeOne(
                session -> !session.dialect().insertNew(session, COUPON, rows).isEmpty());
    }

    @Override
    public Optional<Coupon> find(String offer, ContactId contact) {
        return StorableText.is(offer) ? coupon("offer = ? and contact = ?", offer, contact.value()) : Optional.empty();
    }

    @Override
    public Optional<Coupon> findOwn(String code) {
        return StorableText.is(code) ? coupon("own_code = ?", code) : Optional.empty();
    }

    private Optional<Coupon> coupon(String where, String... values) {
        return database.read(session -> session.first(
                SELECT_COUPON + where,
                parameters -> {
                    for (String value : values) {
                        parameters.text(value);
                    }
                },
                row -> new Coupon(row.text(1), ContactId.of(row.text(2)), row.text(3), row.instant(4))));
    }

    @Override
    public boolean add(CouponUse use) {
        ContactId contact = use.contact();
        Rows rows = new Rows(1)
                .add(
                        use.code(),
                        use.order(),
                        use.number(),
                        use.offer(),
                        contact == null ? null : contact.value(),
                        Micros.of(use.at()));
        return database.writeOne(
                session -> !session.dialect().insertNew(session, USE, rows).isEmpty());
    }

    @Override
    public Optional<CouponUse> findUse(String offer, String code, String order) {
        if (!StorableText.is(offer) || !StorableText.is(code) || !StorableText.is(order)) {
            return Optional.empty();
        }
        return database.read(session -> session.first(
                SELECT_USE, parameters -> parameters.text(code).text(offer).text(order), JdbcCouponStore::use));
    }

    private static CouponUse use(Row row) throws SQLException {
        String contact = row.textOrNull(4);
        return new CouponUse(
                row.text(1),
                row.text(2),
                row.text(3),
                contact == null ? null : ContactId.of(contact),
                row.instant(5),
                row.number(6));
    }

    @Override
    public long uses(String offer, String code, @Nullable ContactId contact) {
        if (!StorableText.is(offer) || !StorableText.is(code)) {
            return 0;
        }
        return database.read(session -> contact == null
                ? session.number(
                        LAST_NUMBER, parameters -> parameters.text(code).text(offer))
                : session.number(
                        USES_OF_CONTACT,
                        parameters ->
                                parameters.text(contact.value()).text(code).text(offer)));
    }

    @Override
    public CouponUsage usage(String offer) {
        if (!StorableText.is(offer)) {
            return new CouponUsage(0, 0, 0);
        }
        return database.unhurried()
                .read(session -> session.list(
                                USAGE,
                                parameters -> parameters.text(offer).text(offer).text(offer),
                                row -> new CouponUsage(row.number(1), row.number(2), row.number(3)))
                        .get(0));
    }
}
