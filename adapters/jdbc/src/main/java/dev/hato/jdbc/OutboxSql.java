package dev.hato.jdbc;

import dev.hato.contact.ContactId;
import dev.hato.delivery.AdmittingStores.Beginning;
import dev.hato.delivery.AdmittingStores.Outcome;
import dev.hato.delivery.AdmittingStores.Recipient;
import dev.hato.delivery.Claim;
import dev.hato.delivery.ClaimRequest;
import dev.hato.delivery.Completion;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outbox's statements, as one kind of database does them best. Immutable and thread-safe.
 *
 * <p>Where a method takes the time of the lease clock, null means the database's own. Lists are sorted by key, so that
 * two transactions do not wait for each other; answers tell what was done by its position in the list.
 */
interface OutboxSql {
    /** Returns whether each method is one statement, which needs no transaction around it. */
    boolean isOneStatement();

    /** Adds those whose key is not there, and returns how many. */
    int add(Session session, List<OutboxEntry> entries) throws SQLException;

    /** Claims and returns what is claimed, in the order in which it is to be sent. */
    List<OutboxRow> claim(Session session, ClaimRequest request, @Nullable Long leaseNow) throws SQLException;

    /** Records that sends begin. */
    BitSet start(Session session, List<Claim> claims, @Nullable Long leaseNow) throws SQLException;

    /** Returns whether {@link #recipients} and {@link #exchange} do anything here. */
    default boolean admits() {
        return false;
    }

    /** Returns contacts of our own table, each with a mark by which {@link #exchange} recognises it. */
    default Map<ContactId, Recipient> recipients(Session session, DeclaredColumns columns, List<String> ids)
            throws SQLException {
        return Map.of();
    }

    /**
     * Records outcomes, each with its event, and that sends begin of which the database sees by itself that nothing speaks
     * against them, all of it at once; nothing where it cannot.
     *
     * @param events the columns that events have now
     * @return the positions of what is recorded, among the outcomes and behind them the beginnings
     */
    default BitSet exchange(
            Session session,
            List<Outcome> outcomes,
            List<Beginning> beginnings,
            TypedColumns events,
            Tombstones tombstones,
            @Nullable Long leaseNow)
            throws SQLException {
        return new BitSet();
    }

    /** Records outcomes. */
    BitSet complete(Session session, List<Completion> completions) throws SQLException;

    /**
     * Lengthens leases.
     *
     * @param until by the clock of the node that claimed
     */
    BitSet renew(Session session, List<Claim> claims, long until) throws SQLException;

    /** Returns the rows under these keys; those that are not there are left out. */
    List<OutboxEntry> find(Session session, List<SendKey> keys) throws SQLException;

    /**
     * Returns those of these mails that are there now, also where the transaction sees the tables as they were when it
     * began.
     */
    default List<OutboxEntry> findNow(Session session, List<SendKey> keys) throws SQLException {
        return find(session, keys);
    }

    /** Returns whether the source has a row of which something is to come. */
    boolean hasOpen(Session session, String source) throws SQLException;

    /** Returns up to {@code limit} rows of a source in the order of their keys, after a key or from the first. */
    List<OutboxEntry> page(Session session, String source, @Nullable SendKey after, int limit) throws SQLException;
}
