package dev.hato.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.Corpus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import dev.hato.event.ContactEvent;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R3.1")
class EventImportTest {
    private static final NumberAttribute QUANTITY = Attribute.number("quantity");
    private static final NumberAttribute AMOUNT = Attribute.number("amount");
    private static final ContactId ONE = ContactId.of("00001");
    private static final String HEADER = "customer_id,purchased_on,quantity,amount\n";
    private final Shop shop = new Shop();

    @BeforeEach
    void contact() {
        shop.stores.contacts().save(Contact.of(ONE, EmailAddress.of("hanako@example.jp")));
    }

    @Test
    void run_purchases_addsEveryRowOnceHoweverOftenItIsImported() throws IOException {
        long rows;
        try (var lines = Files.lines(Corpus.file("shop/purchases.csv"))) {
            rows = lines.count() - 1;
        }
        shop.customers().run(Corpus.file("shop/customers.csv"));

        ImportReport first = purchases().run(Corpus.file("shop/purchases.csv"));
        ImportReport second = purchases().run(Corpus.file("shop/purchases.csv"));

        assertThat(rows).isEqualTo(69_659);
        assertThat(first.counts()).isEqualTo(new ImportCounts(rows, 0, 0, 0, rows, 0));
        assertThat(second.counts()).isEqualTo(new ImportCounts(0, 0, rows, 0, 0, 0));
        assertThat(shop.stores.events().count("purchase")).isEqualTo(rows);
    }

    @Test
    void run_row_becomesATypedEventAtMidnightOfTheZone() {
        run(purchases(), "00001,1997-01-01,1,11.77");

        ContactEvent event = events().get(0);
        assertThat(event.at()).isEqualTo(Instant.parse("1996-12-31T15:00:00Z"));
        assertThat(event.properties().get(AMOUNT)).isEqualTo(new BigDecimal("11.77"));
        assertThat(event.properties().get(QUANTITY)).isEqualTo(BigDecimal.ONE);
    }

    @Test
    void run_identicalRows_areEventsOfTheirOwn() {
        run(purchases(), "00001,1997-01-01,1,11.77", "00001,1997-01-01,1,11.770", "00001,1997-01-02,1,11.77");

        assertThat(events()).hasSize(3);
        ImportReport again = run(
                purchases(),
                "00001,1997-01-02,1,11.77",
                "00001,1997-01-01,1,11.77",
                "00001,1997-01-01,1,11.77",
                "00001,1997-01-01,1,11.77");
        assertThat(again.counts()).isEqualTo(new ImportCounts(1, 0, 3, 0, 1, 0));
    }

    @Test
    void run_anotherSource_givesOtherEvents() {
        run(purchases().source("shop A"), "00001,1997-01-01,1,11.77");
        run(purchases().source("shop B"), "00001,1997-01-01,1,11.77");

        assertThat(events()).hasSize(2);
    }

    @Test
    void run_idColumns_giveTheId() {
        String file =
                "order,line,who,at\n7,1,00001,1997-01-01\n7,2,00001,1997-01-01\n7,1,00001,1997-01-01\n,3,00001,1997-01-01\n";
        EventImport settings = EventImport.into(shop.stores, Shop.CLOCK)
                .contactId("who")
                .type("purchase")
                .time("at", CellParsers.instant("yyyy-MM-dd", ZoneId.of("Asia/Tokyo")))
                .id("order", "line");

        ImportReport report = settings.run(Shop.bytes(file));

        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 1, 1, 0, 2, 0));
        assertThat(events()).extracting(ContactEvent::id).containsExactly("7:1", "7:2");
    }

    @Test
    void run_idByPosition_needsASourceAndIsRepeatable() {
        assertThatThrownBy(() -> run(purchases().idByPosition(), "00001,1997-01-01,1,11.77"))
                .isInstanceOf(IllegalStateException.class);
        run(purchases().idByPosition().source("1997"), "00001,1997-01-01,1,11.77", "00001,1997-01-01,1,11.77");
        ImportReport again =
                run(purchases().idByPosition().source("1997"), "00001,1997-01-01,1,11.77", "00001,1997-01-01,1,11.77");

        assertThat(events()).extracting(ContactEvent::id).containsExactly("1997#2", "1997#3");
        assertThat(again.count(RowClass.OTHER)).isEqualTo(2);
    }

    @Test
    void run_unknownContact_failsNamingItOrIsAccepted() {
        ImportReport refused = run(purchases(), "00001,1997-01-01,1,1", "77777,1997-01-01,1,1");

        assertThat(refused.counts()).isEqualTo(new ImportCounts(1, 1, 0, 0, 1, 0));
        assertThat(refused.problems().get(0).reason()).contains("'77777'");
        ImportReport accepted =
                run(purchases().unknownContact(UnknownContact.ACCEPT), "00001,1997-01-01,1,1", "77777,1997-01-01,1,1");
        assertThat(accepted.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0, 1, 0));
    }

    @Test
    void run_contactByAddress_isFoundHoweverItIsWritten() {
        EventImport settings = EventImport.into(shop.stores, Shop.CLOCK)
                .contactAddress("customer_id")
                .typeColumn("quantity")
                .time("purchased_on", CellParsers.instant("yyyy-MM-dd", ZoneId.of("Asia/Tokyo")));

        ImportReport report = run(
                settings,
                "ＨＡＮＡＫＯ@EXAMPLE.jp,1997-01-01,purchase,1",
                "nobody@example.jp,1997-01-01,purchase,1",
                "broken,1997-01-01,purchase,1",
                "hanako@example.jp,1997-01-01,,1");

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 3, 0, 0, 1, 0));
        assertThat(events()).hasSize(1);
        assertThat(report.problems().get(0).reason())
                .contains("n***@example.jp")
                .doesNotContain("nobody");
    }

    @Test
    void run_badRows_failWithTheirReason() {
        ImportReport report = run(
                purchases(),
                "00001,1997-02-29,1,1",
                "00001,,1,1",
                ",1997-01-01,1,1",
                "00001,1997-01-01,one,1",
                "00001");

        assertThat(report.count(RowClass.FAILED)).isEqualTo(5);
        assertThat(report.problems().get(0).reason()).contains("'purchased_on'").contains("'1997-02-29'");
        assertThat(report.problems().get(1).reason()).contains("'purchased_on' is empty");
        assertThat(report.problems().get(3).reason()).contains("'quantity'").contains("'one'");
        assertThat(events()).isEmpty();
    }

    private EventImport purchases() {
        return EventImport.into(shop.stores, Shop.CLOCK)
                .contactId("customer_id")
                .type("purchase")
                .time("purchased_on", CellParsers.instant("yyyy-MM-dd", ZoneId.of("Asia/Tokyo")))
                .property("quantity", QUANTITY)
                .property("amount", AMOUNT);
    }

    private static ImportReport run(EventImport settings, String... rows) {
        return settings.run(Shop.bytes(HEADER + String.join("\n", rows)));
    }

    private List<ContactEvent> events() {
        return shop.stores.events().find(ONE, "purchase", Instant.EPOCH, Instant.MAX);
    }
}
