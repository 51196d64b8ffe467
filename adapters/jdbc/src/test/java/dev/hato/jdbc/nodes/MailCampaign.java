package dev.hato.jdbc.nodes;

import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.delivery.Delivery;
import dev.hato.delivery.Mail;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.jdbc.TestDatabases;
import dev.hato.message.MessageTemplate;
import dev.hato.testkit.SmtpSink;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Receipts (at least once) to {@code r…@example.jp}, a newsletter (at most once) to {@code n…@example.jp}. */
final class MailCampaign extends Campaign {
    static final MailingList LIST = MailingList.of("news");

    private @Nullable Delivery newsletter;

    MailCampaign(SmtpSink.Builder sinkOptions) {
        this(sinkOptions, TestDatabases.postgres(), shared());
    }

    MailCampaign(SmtpSink.Builder sinkOptions, DataSource source, String url) {
        super(sinkOptions, source, url, mail -> mail.recipient());
    }

    @Override
    String work() {
        return "mail";
    }

    /** Plans so many mails of each kind. */
    void plan(int receipts, int newsletters) {
        MessageTemplate thanks = MessageTemplate.named("thanks")
                .subject("ご注文ありがとうございます")
                .text("注文 {{ order }} を承りました。")
                .build();
        for (int first = 0; first < receipts; first += 500) {
            int from = first;
            stores().inTransaction(tx -> {
                for (int i = from; i < Math.min(from + 500, receipts); i++) {
                    Contact contact = contact("r" + i);
                    hato().in(tx)
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
            stores().inTransaction(tx -> {
                for (int i = from; i < Math.min(from + 500, newsletters); i++) {
                    Contact contact = contact("n" + i);
                    hato().in(tx).contacts().save(contact);
                    hato().in(tx).consents().subscribe(contact.id(), LIST, Evidence.byRecipient("web form", "/join"));
                }
                return 0;
            });
        }
        MessageTemplate news = MessageTemplate.named("news")
                .subject("秋のお知らせ")
                .text("{{ contact.email }} 様")
                .build();
        newsletter = hato().deliveries().group("autumn", LIST, news).submit();
    }

    /** Returns whether something is still to come; all of a delivery that is not planned yet is. */
    @Override
    boolean isOpen() {
        return newsletter == null
                || hato().deliveries().get(newsletter.id()).milestones().plannedAt() == null
                || stores().outbox().tally(SendKey.TRANSACTIONAL).open() > 0
                || stores().outbox().tally(newsletter.id().source()).open() > 0;
    }

    @Override
    Account account() {
        Account account = new Account();
        if (newsletter == null) {
            return account;
        }
        for (OutboxEntry entry : entries(SendKey.TRANSACTIONAL)) {
            account.add(entry, accepted("r" + entry.mail().key().step().substring("order-".length()) + "@example.jp"));
        }
        for (OutboxEntry entry : entries(newsletter.id().source())) {
            account.add(entry, accepted(entry.mail().contact().value() + "@example.jp"));
        }
        return account;
    }
}
