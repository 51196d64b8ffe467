package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.OutboxEntry;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import dev.hato.message.Mailbox;
import dev.hato.testkit.AcceptedMail;
import dev.hato.testkit.RecordingTransport;
import dev.hato.testkit.SmtpSink;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Mails in a database, nodes that send them, and the sink's own journal, against which the database's account is held in
 * the end.
 */
abstract class Campaign implements AutoCloseable {
    private final String url;
    private final String schema;
    private final JdbcStores stores;
    private final Map<String, Queue<String>> journal = new ConcurrentHashMap<>();
    private final SmtpSink sink;
    private final Hato hato;

    /**
     * A campaign.
     *
     * @param url under which nodes find the source's database
     * @param name tells mails apart that must not come twice
     */
    Campaign(SmtpSink.Builder sinkOptions, DataSource source, String url, Function<AcceptedMail, String> name) {
        this.url = url;
        schema = TestDatabases.newSchema(source);
        stores = JdbcStores.builder(source).schema(schema).build();
        sink = sinkOptions
                .keep(0)
                .onAccepted(mail -> journal.computeIfAbsent(name.apply(mail), r -> new ConcurrentLinkedQueue<>())
                        .add(String.valueOf(mail.messageId())))
                .start();
        stores.schema().migrate();
        hato = Hato.builder(stores, new RecordingTransport())
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    /** Returns under which name nodes know the work; see {@link NodeMain}. */
    abstract String work();

    /** Returns whether something is still to come. */
    abstract boolean isOpen();

    /** Compares the database's account with the journal. */
    abstract Account account();

    /** Waits until nothing is still to come. */
    void awaitEnd(Duration longest) {
        long deadline = System.nanoTime() + longest.toNanos();
        while (isOpen()) {
            assertThat(System.nanoTime()).as("work left").isLessThan(deadline);
            LockSupport.parkNanos(100_000_000);
        }
    }

    static String shared() {
        return TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres");
    }

    static Contact contact(String id) {
        return Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp"));
    }

    /** Starts a node. */
    NodeProcess node(int connections, Object leaseMillis) {
        return node(url, connections, leaseMillis);
    }

    /** Starts a node that reaches the database in its own way. */
    NodeProcess node(String url, int connections, Object leaseMillis) {
        return NodeProcess.start(NodeMain.class, url, schema, sink.port(), connections, leaseMillis, work());
    }

    String schema() {
        return schema;
    }

    SmtpSink sink() {
        return sink;
    }

    JdbcStores stores() {
        return stores;
    }

    Hato hato() {
        return hato;
    }

    /** Returns the Message-IDs of the mails of this name that the sink took. */
    List<String> accepted(String name) {
        Queue<String> found = journal.get(name);
        return found == null ? List.of() : List.copyOf(found);
    }

    List<OutboxEntry> entries(String of) {
        List<OutboxEntry> all = new ArrayList<>();
        List<OutboxEntry> page = stores.outbox().page(of, null, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = stores.outbox().page(of, page.get(page.size() - 1).mail().key(), 1_000);
        }
        return all;
    }

    @Override
    public void close() {
        sink.close();
    }
}
