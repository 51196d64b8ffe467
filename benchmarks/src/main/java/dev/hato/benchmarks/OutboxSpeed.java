package dev.hato.benchmarks;

import dev.hato.jdbc.JdbcStores;
import dev.hato.message.MessageTemplate;
import org.jspecify.annotations.Nullable;

/** Mails that are due in PostgreSQL, with fsync: taken, done and recorded. */
final class OutboxSpeed extends QueueSpeed {
    private static final int BATCH = 500;

    @Override
    public String name() {
        return "outbox";
    }

    @Override
    public String description() {
        return "mails that are due in PostgreSQL, claimed, begun and recorded (100,000; --quick 20,000)";
    }

    @Override
    String note() {
        return "A mail of ours is claimed, its consent read, its beginning, outcome and event recorded; a task of"
                + " the peers does nothing, and the limit only claims and deletes rows.";
    }

    @Override
    Backlog ours(DurablePostgres server) {
        JdbcStores stores = JdbcStores.on(server.pool(WORKERS + 4, ""));
        stores.schema().migrate();
        MessageTemplate template = MessageTemplate.named("short")
                .subject("{{ contact.name }}様へのお知らせ")
                .text("{{ contact.name }}様\r\n\r\n秋の新作ができました。\r\n")
                .build();
        return new GroupMail(
                () -> stores,
                () -> server.execute("truncate hato_outbox, hato_event"),
                template,
                new NullTransport(BATCH),
                WORKERS);
    }

    @Override
    Backlog limit(DurablePostgres server) {
        return new BareQueue(server, WORKERS);
    }

    @Override
    @Nullable StepRows rows(DurablePostgres server) {
        return null;
    }
}
