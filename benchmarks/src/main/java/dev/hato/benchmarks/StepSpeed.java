package dev.hato.benchmarks;

import dev.hato.jdbc.JdbcStores;

/** Steps that are due in PostgreSQL, with fsync: their mails planned and the next steps stored. */
final class StepSpeed extends QueueSpeed {
    @Override
    public String name() {
        return "steps";
    }

    @Override
    public String description() {
        return "steps that are due in PostgreSQL, their mails planned and the next ones stored (100,000; --quick 20,000)";
    }

    @Override
    String note() {
        return "A step of ours reads its condition and both axes of consent, composes its mail, puts it into the outbox and"
                + " sets the next step; a task of the peers inserts a row and is due again in "
                + StepRows.AGAIN.toDays() + " days, and the limit claims, inserts and updates rows only.";
    }

    @Override
    Backlog ours(DurablePostgres server) {
        JdbcStores stores = JdbcStores.on(server.pool(WORKERS + 4, ""));
        stores.schema().migrate();
        return new StepBacklog(stores, () -> server.execute("truncate hato_enrolment, hato_outbox"), WORKERS);
    }

    @Override
    Backlog limit(DurablePostgres server) {
        return new BareSteps(server, WORKERS);
    }

    @Override
    StepRows rows(DurablePostgres server) {
        return new StepRows(server, 24);
    }
}
