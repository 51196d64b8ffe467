package dev.hato.jdbc;

import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.OutboxEntry;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's statements, as one kind of database does them best. Immutable and thread-safe.
 *
 * <p>Where a method takes the time of the lease clock, null means the database's own. Rows are sorted by key, so that
 * two transactions never wait for each other; answers tell them by their position.
 */
interface OutboxSql {
    /** Adds those whose key is not there, and returns how many. */
    int add(Session session, List<OutboxEntry> entries) throws SQLException;

    /** Claims and returns what is claimed, in the order in which it is to be sent. */
    List<OutboxRow> claim(Session session, ClaimRequest request, @Nullable Long leaseNow) throws SQLException;

    /**
     * Records that sends begin.
     *
     * @param claims {@link #CLAIM}
     */
    BitSet start(Session session, Rows claims, @Nullable Long leaseNow) throws SQLException;

    /**
     * Records outcomes.
     *
     * @param outcomes {@link #OUTCOME}
     */
    BitSet complete(Session session, Rows outcomes) throws SQLException;

    /**
     * Lengthens leases.
     *
     * @param claims {@link #CLAIM}
     * @param until by the clock of the node that claimed
     */
    BitSet renew(Session session, Rows claims, long until) throws SQLException;

    /** Returns the rows under these keys; those that are not there are left out. */
    List<OutboxEntry> find(Session session, Rows keys) throws SQLException;

    /** The columns of a claim's row: position, key, fence. */
    String[] CLAIM = {"bigint", "text", "text", "text", "text", "bigint"};

    /** The columns of an outcome's row: those of a claim, then state, at, attempts, uncertain, reason, detail. */
    String[] OUTCOME = {
        "bigint", "text", "text", "text", "text", "bigint", "bigint", "bigint", "bigint", "boolean", "bigint", "text"
    };

    /** The columns of a key's row. */
    String[] KEY = {"text", "text", "text", "text"};
}
