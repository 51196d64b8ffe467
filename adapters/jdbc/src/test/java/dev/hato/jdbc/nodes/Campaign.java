package dev.hato.jdbc.nodes;

import dev.hato.Hato;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.Mail;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.jdbc.JdbcStores;
import dev.hato.jdbc.TestDatabases;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.RecordingTransport;
import dev.hato.testkit.SmtpSink;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Mails of both kinds in a database, nodes that send them, and the sink's own journal, against which the database's
 * account is held in the end: receipts (at least once) to {@code r…@example.jp}, a newsletter (at most once) to
 * {@code n…@example.jp}.
 */
final class Campaign implements AutoCloseable {
    static final MailingList LIST = MailingList.of("news");

    private final String url;
    private final String schema;
    private final JdbcStores stores;
    private final Map<String, Queue<String>> journal = new ConcurrentHashMap<>();
    private final SmtpSink sink;
    private final Hato hato;
    private @Nullable Delivery newsletter;

    Campaign(SmtpSink.Builder sinkOptions) {
        this(
                sinkOptions,
                TestDatabases.postgres(),
                TestDatabases.postgresServer().getJdbcUrl("postgres", "postgres"));
    }

    Campaign(SmtpSink.Builder sinkOptions, DataSource source, String url) {
        this.url = url;
        schema = TestDatabases.newSchema(source);
        stores = JdbcStores.builder(source).schema(schema).build();
        sink = sinkOptions
                .keep(0)
                .onAccepted(mail -> journal.computeIfAbsent(mail.recipient(), r -> new ConcurrentLinkedQueue<>())
                        .add(String.valueOf(mail.messageId())))
                .start();
        stores.schema().migrate();
        hato = Hato.builder(stores, new RecordingTransport())
                .sender(Mailbox.of("鳩の店", "news@shop.example"))
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
    }

    /** Plans so many mails of each kind. */
    void plan(int receipts, int newsletters) {
        MessageTemplate thanks = MessageTemplate.named("thanks")
                .subject("ご注文ありがとうございます")
                .text("注文 {{ order }} を承りました。")
                .build();
        for (int first = 0; first < receipts; first += 500) {
            int from = first;
            stores.inTransaction(tx -> {
                for (int i = from; i < Math.min(from + 500, receipts); i++) {
                    Contact contact = contact("r" + i);
                    hato.in(tx)
                            .enqueue(Mail.of(thanks)
                                    .to(contact)
                                    .with("order", i)
                                    .key("order-" + i)
                                    .build());
                }
                return 0;
            });
        }
        for (int first = 0; first < newsletters; first += 500) {
            int from = first;
            stores.inTransaction(tx -> {
                for (int i = from; i < Math.min(from + 500, newsletters); i++) {
                    Contact contact = contact("n" + i);
                    hato.in(tx).contacts().save(contact);
                    hato.in(tx).consents().subscribe(contact.id(), LIST, Evidence.byRecipient("web form", "/join"));
                }
                return 0;
            });
        }
        MessageTemplate news = MessageTemplate.named("news")
                .subject("秋のお知らせ")
                .text("{{ contact.email }} 様")
                .build();
        newsletter = hato.deliveries().group("autumn", LIST, news).submit();
    }

    private static Contact contact(String id) {
        return Contact.of(ContactId.of(id), EmailAddress.of(id + "@example.jp"));
    }

    /** Starts a node. */
    NodeProcess node(int connections, Object leaseMillis) {
        return node(url, connections, leaseMillis);
    }

    /** Starts a node that reaches the database in its own way. */
    NodeProcess node(String url, int connections, Object leaseMillis) {
        return NodeProcess.start(NodeMain.class, url, schema, sink.port(), connections, leaseMillis);
    }

    SmtpSink sink() {
        return sink;
    }

    JdbcStores stores() {
        return stores;
    }

    /** Returns how many mails have something still to come; all of a delivery that is not planned yet. */
    boolean isOpen() {
        return newsletter == null
                || hato.deliveries().get(newsletter.id()).milestones().plannedAt() == null
                || stores.outbox().tally(SendKey.TRANSACTIONAL).open() > 0
                || stores.outbox().tally(newsletter.id().source()).open() > 0;
    }

    /** Compares the database's account with the journal. */
    Account account() {
        Account account = new Account();
        if (newsletter == null) {
            return account;
        }
        for (OutboxEntry entry : entries(SendKey.TRANSACTIONAL)) {
            account.add(entry, accepted("r" + entry.mail().key().step().substring("order-".length())));
        }
        for (OutboxEntry entry : entries(newsletter.id().source())) {
            account.add(entry, accepted(entry.mail().contact().value()));
        }
        return account;
    }

    private List<String> accepted(String recipient) {
        Queue<String> found = journal.get(recipient + "@example.jp");
        return found == null ? List.of() : List.copyOf(found);
    }

    private List<OutboxEntry> entries(String of) {
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

    /** What the database says of each mail beside what the sink took. */
    static final class Account {
        final Map<MailState, Integer> states = new HashMap<>();
        final Set<SendKey> lost = new HashSet<>();
        final Set<SendKey> forbiddenDoubles = new HashSet<>();
        final Set<SendKey> unlistedDoubles = new HashSet<>();
        final Set<SendKey> changedMessageIds = new HashSet<>();
        int mails;
        int doubles;
        int uncertain;

        void add(OutboxEntry entry, List<String> messageIds) {
            mails++;
            MailState state = entry.state();
            SendKey key = entry.mail().key();
            boolean listed = entry.progress().uncertain();
            states.merge(state, 1, Integer::sum);
            uncertain += listed ? 1 : 0;
            boolean atMostOnce = !key.source().equals(SendKey.TRANSACTIONAL);
            if (messageIds.isEmpty() && !(atMostOnce && state == MailState.UNKNOWN)) {
                lost.add(key);
            }
            if (messageIds.size() > 1) {
                doubles++;
                if (atMostOnce) {
                    forbiddenDoubles.add(key);
                }
                if (!listed) {
                    unlistedDoubles.add(key);
                }
            }
            if (Set.copyOf(messageIds).size() > 1) {
                changedMessageIds.add(key);
            }
        }

        @Override
        public String toString() {
            return mails + " mails " + states + ", lost " + lost.size() + ", doubled " + doubles + " (forbidden "
                    + forbiddenDoubles.size() + ", not listed " + unlistedDoubles.size() + "), uncertain " + uncertain;
        }
    }
}
