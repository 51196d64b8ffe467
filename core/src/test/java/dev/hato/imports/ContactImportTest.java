package dev.hato.imports;

import static dev.hato.imports.Shop.BIRTHDAY;
import static dev.hato.imports.Shop.HEADER;
import static dev.hato.imports.Shop.NAME;
import static dev.hato.imports.Shop.NEWS;
import static dev.hato.imports.Shop.PREFECTURE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.NumberAttribute;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class ContactImportTest {
    private static final ContactId ONE = ContactId.of("1");
    private final Shop shop = new Shop();

    @Test
    @Tag("R3.1")
    void run_newRow_insertsContactAndSubscription() {
        ImportReport report = run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 0, 0, 1, 0));
        Contact hanako = contact(ONE);
        assertThat(hanako.address().value()).isEqualTo("hanako@example.jp");
        assertThat(hanako.get(NAME)).isEqualTo("花子");
        assertThat(hanako.get(BIRTHDAY)).isEqualTo("1975-04-01");
        Subscription subscription = subscription(ONE);
        assertThat(subscription.status()).isEqualTo(SubscriptionStatus.ACTIVE);
        assertThat(subscription.evidence()).isEqualTo(Evidence.byData("CSV import", "a stream, line 2"));
    }

    @Test
    @Tag("R2.5")
    void run_sourceDeclared_standsInTheEvidence() {
        run(shop.customers().source("店頭アンケート"), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        assertThat(subscription(ONE).evidence().source()).isEqualTo("店頭アンケート, line 2");
    }

    @Test
    @Tag("R3.1")
    void run_duplicateInTheFile_lastRowWins() {
        ImportReport report = run(
                shop.customers(),
                "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する",
                "2,はな子,HANAKO@Example.JP,大阪府,1976/04/01,会員,希望する");

        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 0, 0, 0, 1, 1));
        assertThat(shop.stores.contacts().count()).isEqualTo(1);
        assertThat(contact(ONE).get(NAME)).isEqualTo("はな子");
    }

    @Test
    @Tag("R3.2")
    void run_duplicateWithoutOverwriting_firstRowStays() {
        ImportReport report = run(
                shop.customers().overwrite(false),
                "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する",
                "2,はな子,hanako@example.jp,大阪府,1976/04/01,会員,希望する");

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 1, 0, 1, 0));
        assertThat(report.problems()).hasSize(1);
        assertThat(report.problems().get(0).rowClass()).isEqualTo(RowClass.OTHER);
        assertThat(contact(ONE).get(NAME)).isEqualTo("花子");
    }

    @Test
    @Tag("R2.5")
    void run_stopWithoutOverwriting_isHonouredAndNothingElse() {
        run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        ImportReport report = run(shop.customers().overwrite(false), "1,はな子,hanako@example.jp,大阪府,1975/04/01,会員,希望しない");

        assertThat(report.counts()).isEqualTo(new ImportCounts(0, 0, 0, 1, 0, 0));
        assertThat(contact(ONE).get(NAME)).isEqualTo("花子");
        assertThat(subscription(ONE).status()).isEqualTo(SubscriptionStatus.STOPPED);
    }

    @Test
    @Tag("R2.5")
    void run_rowWantsMailAgain_staysStopped() {
        run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");
        shop.consents.stop(ONE, NEWS, Evidence.byRecipient("unsubscribe link", "mail 7"));

        ImportReport report = run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 0, 0, 0, 0, 1));
        assertThat(subscription(ONE).status()).isEqualTo(SubscriptionStatus.STOPPED);
        assertThat(subscription(ONE).evidence().origin()).isEqualTo(Evidence.Origin.RECIPIENT);
    }

    @Test
    @Tag("R3.1")
    void run_stoppedAgain_isASuccess() {
        String row = "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望しない";

        assertThat(run(shop.customers(), row).count(RowClass.STOPPED)).isEqualTo(1);
        assertThat(run(shop.customers(), row).count(RowClass.SUCCEEDED)).isEqualTo(1);
    }

    @Test
    @Tag("R3.1")
    void run_unknownConsentWord_failsTheRowWhole() {
        ImportReport report = run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,はい");

        assertThat(reason(report)).contains("'はい'").contains("'希望する'").contains("'希望しない'");
        assertThat(shop.stores.contacts().count()).isZero();
    }

    @Test
    @Tag("R2.5")
    void run_blankConsent_saysNothingUnlessDeclared() {
        run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,");
        assertThat(shop.consents.subscription(ONE, NEWS)).isNull();

        ImportReport report = run(
                shop.bare().id("顧客番号").consent("メール配信", NEWS, Shop.WORDS.blank(SubscriptionStatus.STOPPED)),
                "1,花子,hanako@example.jp,東京都,1975/04/01,会員,");
        assertThat(report.count(RowClass.STOPPED)).isEqualTo(1);
    }

    @Test
    @Tag("R3.1")
    void run_idAndAddressOfTwoContacts_failsAndChangesNeither() {
        run(
                shop.customers(),
                "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する",
                "2,太郎,taro@example.jp,大阪府,1975/04/01,会員,希望する");
        List<Contact> before = shop.stores.contacts().page(null, 10);

        ImportReport report = run(shop.customers(), "1,誰か,taro@example.jp,大阪府,1975/04/01,会員,希望しない");

        assertThat(reason(report)).contains("contact 1").contains("contact 2").doesNotContain("taro@");
        assertThat(shop.stores.contacts().page(null, 10)).isEqualTo(before);
        assertThat(subscription(ContactId.of("2")).status()).isEqualTo(SubscriptionStatus.ACTIVE);
    }

    @Test
    @Tag("R1.1")
    void run_knownIdWithFreeAddress_changesTheAddress() {
        run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        run(shop.customers(), "1,花子,new@example.jp,東京都,1975/04/01,会員,希望する");

        assertThat(contact(ONE).address().value()).isEqualTo("new@example.jp");
        assertThat(shop.stores.contacts().findByAddress(EmailAddress.of("hanako@example.jp")))
                .isEmpty();
    }

    @Test
    @Tag("R3.1")
    void run_noIdColumnOrBlankId_makesIds() {
        run(shop.bare().column("氏名", NAME), "1,花子,hanako@example.jp,,,,");
        run(shop.customers(), " ,太郎,taro@example.jp,大阪府,1975/04/01,会員,希望する");

        assertThat(shop.stores.contacts().page(null, 10))
                .extracting(Contact::id)
                .hasSize(2)
                .doesNotContain(ONE);
    }

    @Test
    @Tag("R3.2")
    void run_emptyCell_keepsOrErases() {
        run(shop.customers(), "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する");

        run(shop.customers(), "1,　,hanako@example.jp,,,,");
        assertThat(contact(ONE).get(PREFECTURE)).isEqualTo("東京都");

        run(shop.customers().emptyCell(EmptyCell.ERASE), "1,花子,hanako@example.jp,,,,");
        assertThat(contact(ONE).attributes().size()).isEqualTo(1);
        assertThat(contact(ONE).get(NAME)).isEqualTo("花子");
    }

    @Test
    @Tag("R3.1")
    @Tag("R3.4")
    void run_badRows_failWithTheirReasonAndTheRestIsTaken() {
        ImportReport report = run(
                shop.customers(),
                "1,花子,,東京都,1975/04/01,会員,希望する",
                "2,花子,no at sign,東京都,1975/04/01,会員,希望する",
                "3,花子,c@example.jp,東京都,1975/02/30,会員,希望する",
                "4,花子,d@example.jp",
                "5,花子,e@example.jp,東京都,1975/04/01,会員,希望する,more",
                "6,花子,f@example.jp,東京都,\"1975/04/01,会員,希望する",
                "7,花\0子,g@example.jp,東京都,1975/04/01,会員,希望する",
                "x".repeat(101) + ",花子,h@example.jp,東京都,1975/04/01,会員,希望する",
                "9,花子,i@example.jp,東京都,1975/04/01,会員,希望する");

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 8, 0, 0, 1, 0));
        assertThat(report.problems()).extracting(RowProblem::row).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L);
        assertThat(report.problems()).extracting(RowProblem::line).containsExactly(2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L);
        List<String> reasons =
                report.problems().stream().map(RowProblem::reason).toList();
        assertThat(reasons.get(0)).contains("no address");
        assertThat(reasons.get(1)).contains("at sign");
        assertThat(reasons.get(2)).contains("'生年月日'").contains("'1975/02/30'").contains("yyyy/MM/dd");
        assertThat(reasons.get(3)).contains("3 cells").contains("7");
        assertThat(reasons.get(4)).contains("8 cells");
        assertThat(reasons.get(5)).contains("never closed");
        assertThat(reasons.get(6)).contains("NUL");
        assertThat(reasons.get(7)).contains("Contact id");
        assertThat(shop.stores.contacts().page(null, 10))
                .extracting(Contact::id)
                .containsExactly(ContactId.of("9"));
    }

    @Test
    @Tag("R3.3")
    void run_undecodableBytes_failThatRowOnly() {
        byte[] good = (HEADER + "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する\r\n2,")
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] rest = ",taro@example.jp,東京都,1975/04/01,会員,希望する\r\n3,\uFFFD,x@example.jp,東京都,1975/04/01,会員,希望する"
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
        java.io.ByteArrayOutputStream file = new java.io.ByteArrayOutputStream();
        file.writeBytes(good);
        file.write(0xE8);
        file.write(0x8A);
        file.writeBytes(rest);

        ImportReport report = shop.customers().run(new java.io.ByteArrayInputStream(file.toByteArray()));

        assertThat(report.counts()).isEqualTo(new ImportCounts(2, 1, 0, 0, 2, 0));
        assertThat(reason(report)).contains("no text in the file's encoding");
        assertThat(contact(ContactId.of("3")).get(NAME)).isEqualTo("\uFFFD");
    }

    @Test
    @Tag("R3.1")
    void run_columnMissing_namesColumnsAndNearMissesBeforeAnyRow() {
        String file = "顧客番号,メール アドレス,氏名\r\n1,hanako@example.jp,花子\r\n";

        assertThatThrownBy(() -> shop.bare().run(Shop.bytes(file)))
                .isInstanceOfSatisfying(
                        CsvFileException.class, e -> assertThat(e.headers()).containsExactly("顧客番号", "メール アドレス", "氏名"))
                .hasMessageContaining("'メールアドレス'; did you mean 'メール アドレス'?")
                .hasMessageContaining("'顧客番号', 'メール アドレス', '氏名'");
        assertThat(shop.stores.contacts().count()).isZero();
    }

    @Test
    @Tag("R3.1")
    void run_columnTwiceOrFileEmpty_isRefusedBeforeAnyRow() {
        assertThatThrownBy(() -> shop.bare().run(Shop.bytes("メールアドレス,メールアドレス\r\na@example.jp,b@example.jp")))
                .isInstanceOf(CsvFileException.class)
                .hasMessageContaining("several columns 'メールアドレス'");
        assertThatThrownBy(() -> shop.bare().run(Shop.bytes("\"メールアドレス,x\r\na@example.jp,b")))
                .isInstanceOf(CsvFileException.class)
                .hasMessageContaining("first line cannot be read")
                .hasMessageContaining("quote");
        assertThatThrownBy(() -> shop.bare().run(Shop.bytes("\r\n\r\n")))
                .isInstanceOf(CsvFileException.class)
                .hasMessageContaining("empty");
        assertThat(shop.stores.contacts().count()).isZero();
    }

    @Test
    @Tag("R3.1")
    void run_headerOnly_reportsNoRows() {
        assertThat(run(shop.customers()).counts().rows()).isZero();
    }

    @Test
    @Tag("R3.1")
    void run_otherDelimiters_areUnderstood() {
        for (char delimiter : new char[] {';', '\t', '|'}) {
            Shop fresh = new Shop();
            String file = (HEADER + "1,花子,hanako@example.jp,東京都,1975/04/01,会員,希望する").replace(',', delimiter);
            assertThat(fresh.customers()
                            .delimiter(delimiter)
                            .run(Shop.bytes(file))
                            .count(RowClass.SUCCEEDED))
                    .isEqualTo(1);
        }
        assertThatThrownBy(() -> shop.customers().delimiter('"')).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    @Tag("R1.4")
    void run_everyAttributeType_isReadStrictly() {
        NumberAttribute points = Attribute.number("points");
        var member = Attribute.bool("member");
        var tags = Attribute.textSet("tags");
        var joined = Attribute.instant("joined");
        var born = Attribute.date("born");
        ContactImport wide = shop.bare()
                .id("id")
                .column("points", points)
                .column("member", member, CellParsers.bool(Set.of("○"), Set.of("×")))
                .column("tags", tags)
                .column("joined", joined)
                .column("born", born, LocalDate::parse);
        String header = "id,メールアドレス,points,member,tags,joined,born\n";

        ImportReport report = wide.run(Shop.bytes(header
                + "1,a@example.jp,\"１,２３４.50\",○,赤;青,2026-04-01T00:00:00Z,1975-04-01\n"
                + "2,b@example.jp,many,○,,,\n3,c@example.jp,,maybe,,,\n4,d@example.jp,,,,yesterday,\n"
                + "5,e@example.jp,,,,,75-4-1\n"));

        assertThat(report.counts()).isEqualTo(new ImportCounts(1, 4, 0, 0, 1, 0));
        Contact contact = contact(ONE);
        assertThat(contact.get(points)).isEqualByComparingTo("1234.5");
        assertThat(contact.get(member)).isTrue();
        assertThat(contact.get(tags)).containsExactlyInAnyOrder("赤", "青");
        assertThat(contact.get(joined)).isEqualTo("2026-04-01T00:00:00Z");
        assertThat(contact.get(born)).isEqualTo("1975-04-01");
        assertThat(report.problems()).extracting(RowProblem::reason).allMatch(reason -> reason.startsWith("column '"));
    }

    @Test
    @Tag("R3.1")
    void run_addressColumnNotDeclared_isRefused() {
        ContactImport without = ContactImport.into(shop.stores, Shop.CLOCK);

        assertThatThrownBy(() -> without.run(Shop.bytes("a\n1"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void run_streamBreaks_throwsAndKeepsWhatWasTaken() {
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("gone");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw new IOException("gone");
            }
        };

        assertThatThrownBy(() -> shop.customers().run(broken)).isInstanceOf(UncheckedIOException.class);
    }

    private static ImportReport run(ContactImport settings, String... rows) {
        return settings.run(Shop.bytes(HEADER + String.join("\r\n", rows)));
    }

    private static String reason(ImportReport report) {
        assertThat(report.count(RowClass.FAILED)).isEqualTo(1);
        return report.problems().get(0).reason();
    }

    private Contact contact(ContactId id) {
        return shop.stores.contacts().find(id).orElseThrow();
    }

    private Subscription subscription(ContactId id) {
        return Objects.requireNonNull(shop.consents.subscription(id, NEWS));
    }
}
