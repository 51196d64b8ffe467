package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rows are read and written many at a time, and end as if each came in a file of its own. */
class BatchedImportTest {
    private static final int CONTACTS = 6;

    @Test
    @Tag("R3.1")
    void run_rowsThatMeetInABatch_endAsOneByOne() {
        RandomGenerator random = RandomGeneratorFactory.of("Xoshiro256PlusPlus").create(20261122);
        for (int run = 0; run < 300; run++) {
            List<String> rows = rows(random);
            Shop together = withContacts();
            Shop alone = withContacts();

            ImportReport report = together.customers().run(Shop.bytes(Shop.HEADER + String.join("", rows)));
            List<RowProblem> problems = new ArrayList<>();
            long inserted = 0;
            for (String row : rows) {
                ImportReport one = alone.customers().run(Shop.bytes(Shop.HEADER + row));
                problems.addAll(one.problems());
                inserted += one.counts().inserted();
            }

            assertThat(report.counts().inserted()).as(String.join("", rows)).isEqualTo(inserted);
            assertThat(report.problems())
                    .extracting(
                            problem -> problem.rowClass() + problem.reason().replaceAll("contact [0-9a-f-]{36}", ""))
                    .as(String.join("", rows))
                    .isEqualTo(problems.stream()
                            .map(problem ->
                                    problem.rowClass() + problem.reason().replaceAll("contact [0-9a-f-]{36}", ""))
                            .toList());
            assertThat(state(together)).as(String.join("", rows)).isEqualTo(state(alone));
        }
    }

    /** Few ids and few addresses, so that rows meet: addresses move, are taken, are given back. */
    private static List<String> rows(RandomGenerator random) {
        List<String> rows = new ArrayList<>();
        int count = 2 + random.nextInt(12);
        for (int i = 0; i < count; i++) {
            String id = random.nextInt(4) == 0 ? "" : String.valueOf(random.nextInt(CONTACTS));
            String address = "a" + random.nextInt(CONTACTS + 2) + "@example.jp";
            String wish = List.of("希望する", "希望しない", "").get(random.nextInt(3));
            rows.add(id + ",n" + i + "," + address + ",,,," + wish + "\r\n");
        }
        return rows;
    }

    private static Shop withContacts() {
        Shop shop = new Shop();
        for (int i = 0; i < CONTACTS / 2; i++) {
            ContactId id = ContactId.of(String.valueOf(i));
            shop.stores.contacts().save(Contact.of(id, EmailAddress.of("a" + i + "@example.jp")));
            shop.consents.change(id, Shop.NEWS, SubscriptionStatus.ACTIVE, Evidence.byRecipient("web form", "signup"));
        }
        // somebody who left, and whose address is free
        ContactId gone = ContactId.of(String.valueOf(CONTACTS - 1));
        shop.consents.change(gone, Shop.NEWS, SubscriptionStatus.BANNED, Evidence.byOperator("sato", "by phone"));
        return shop;
    }

    /** What is stored, without the ids that were drawn. */
    private static List<String> state(Shop shop) {
        List<String> state = new ArrayList<>();
        for (Contact contact : shop.stores.contacts().page(null, 100)) {
            String id =
                    contact.id().value().length() > 2 ? "drawn" : contact.id().value();
            List<SubscriptionStatus> history = shop.stores.consents().history(contact.id()).stream()
                    .map(Subscription::status)
                    .toList();
            state.add(contact.address().value() + " " + id + " " + contact.attributes() + " " + history);
        }
        state.sort(null);
        return state;
    }
}
