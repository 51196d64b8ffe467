package dev.hato.imports;

import static dev.hato.imports.Shop.BIRTHDAY;
import static dev.hato.imports.Shop.NAME;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A real-size customer master and an upload as shops really make them. */
class ShopFilesTest {
    private final Shop shop = new Shop();

    @Test
    @Tag("R3.1")
    @Tag("R3.3")
    void run_customers_takesEveryRow() {
        ImportReport report = shop.customers().run(Corpus.file("shop/customers.csv"));

        assertThat(report.counts()).isEqualTo(new ImportCounts(21_241, 0, 0, 2_329, 23_570, 0));
        assertThat(report.encoding().name()).isEqualTo("windows-31j");
        assertThat(report.problems()).isEmpty();
        assertThat(shop.stores.contacts().count()).isEqualTo(23_570);
    }

    @Test
    @Tag("R3.1")
    void run_customersTwice_changesNothingTheSecondTime() {
        shop.customers().run(Corpus.file("shop/customers.csv"));
        List<Contact> before = shop.stores.contacts().page(null, Integer.MAX_VALUE);

        ImportReport second = shop.customers().run(Corpus.file("shop/customers.csv"));

        assertThat(second.counts()).isEqualTo(new ImportCounts(23_570, 0, 0, 0, 0, 23_570));
        assertThat(shop.stores.contacts().page(null, Integer.MAX_VALUE)).isEqualTo(before);
    }

    @Test
    @Tag("R3.1")
    @Tag("R3.2")
    @Tag("R2.5")
    void run_messyUpload_classesAreThoseOfTheKinds() throws IOException {
        Kinds kinds = kinds();
        int failed = kinds.get("no_address")
                + kinds.get("bad_address")
                + kinds.get("bad_date")
                + kinds.get("too_few_columns");
        int rows = kinds.all();
        shop.customers().run(Corpus.file("shop/customers.csv"));
        StringWriter result = new StringWriter();

        ImportReport report = shop.customers()
                .resultTo(ResultFile.to(result))
                .problems(10_000)
                .run(Corpus.file("shop/customers-messy.csv"));

        assertThat(report.counts().rows()).isEqualTo(rows).isEqualTo(2_000);
        assertThat(report.count(RowClass.FAILED)).isEqualTo(failed).isEqualTo(150);
        assertThat(report.count(RowClass.STOPPED)).isEqualTo(kinds.get("stop"));
        assertThat(report.count(RowClass.OTHER)).isZero();
        assertThat(report.count(RowClass.SUCCEEDED)).isEqualTo(1_790);
        assertThat(report.counts().updated()).isEqualTo(kinds.get("overwrite") + kinds.get("in_file_duplicate"));
        assertThat(report.addressesNormalised())
                .isEqualTo(kinds.get("fullwidth_address") + kinds.get("address_with_spaces"));
        assertThat(reasons(report, "it has no address")).isEqualTo(kinds.get("no_address"));
        assertThat(reasons(report, "the address cannot be used")).isEqualTo(kinds.get("bad_address"));
        assertThat(reasons(report, "column '生年月日'")).isEqualTo(kinds.get("bad_date"));
        assertThat(reasons(report, "it has 3 cells")).isEqualTo(kinds.get("too_few_columns"));
        // independent of the counters: what the result file says
        Matcher classes = Pattern.compile(",(成功|失敗|その他|配信停止),").matcher(result.toString());
        Map<String, Long> said =
                classes.results().collect(Collectors.groupingBy(match -> match.group(1), Collectors.counting()));
        assertThat(said).isEqualTo(Map.of("成功", 1_790L, "失敗", 150L, "配信停止", 60L));
    }

    @Test
    @Tag("R3.1")
    void run_messyUploadWithoutOverwriting_countsContactsThatAreThereAsOther() throws IOException {
        Kinds kinds = kinds();
        shop.customers().run(Corpus.file("shop/customers.csv"));

        ImportReport report = shop.customers().overwrite(false).run(Corpus.file("shop/customers-messy.csv"));

        int there = kinds.get("overwrite") + kinds.get("in_file_duplicate");
        assertThat(report.counts()).isEqualTo(new ImportCounts(1_790 - there, 150, there, 60, 1_850 - there, 0));
    }

    @Test
    @Tag("R1.1")
    void run_messyUpload_addressIdentifiesAndIdIsKept() throws IOException {
        String text = Files.readString(Corpus.file("shop/customers-messy.csv"), Charset.forName("windows-31j"));
        Matcher fullWidth =
                Pattern.compile("(\\d+),[^,]*,ｍ０*([０-９]+)＠ｅｘａｍｐｌｅ．ｊｐ,").matcher(text);
        shop.customers().run(Corpus.file("shop/customers-messy.csv"));

        List<String> found = new ArrayList<>();
        fullWidth.results().forEach(match -> found.add(match.group(1)));
        assertThat(found).hasSizeGreaterThan(10);
        for (String id : found) {
            Contact contact = shop.stores.contacts().find(ContactId.of(id)).orElseThrow();
            assertThat(contact.address().value()).matches("m\\d+@example\\.jp");
            assertThat(shop.stores
                            .contacts()
                            .findByAddress(EmailAddress.of(contact.address().value())))
                    .contains(contact);
        }
    }

    @Test
    @Tag("R3.3")
    void run_customers_keepsCharactersThatPlainShiftJisLacks() {
        shop.customers().run(Corpus.file("shop/customers.csv"));

        List<String> names = shop.stores.contacts().page(null, Integer.MAX_VALUE).stream()
                .map(contact -> contact.get(NAME))
                .toList();
        assertThat(names).anyMatch(name -> name.contains("髙")).anyMatch(name -> name.contains("﨑"));
        assertThat(names).noneMatch(name -> name.contains("?") || name.contains("\uFFFD"));
        Contact first = shop.stores.contacts().find(ContactId.of("00001")).orElseThrow();
        assertThat(first.get(BIRTHDAY)).isEqualTo("1930-02-02");
        assertThat(shop.consents.subscription(first.id(), Shop.NEWS))
                .extracting(subscription -> subscription.status())
                .isEqualTo(SubscriptionStatus.ACTIVE);
    }

    private static int reasons(ImportReport report, String beginning) {
        return (int) report.problems().stream()
                .filter(problem -> problem.reason().startsWith(beginning))
                .count();
    }

    private static Kinds kinds() throws IOException {
        String json = Files.readString(Corpus.file("shop/customers-messy.kinds.json"));
        return new Kinds(Pattern.compile("\"(\\w+)\": (\\d+)")
                .matcher(json)
                .results()
                .collect(Collectors.toMap(match -> match.group(1), match -> Integer.parseInt(match.group(2)))));
    }

    /** How many rows of each kind the maker of the file put in. */
    private record Kinds(Map<String, Integer> rows) {
        int get(String kind) {
            return Objects.requireNonNull(rows.get(kind), kind);
        }

        int all() {
            return rows.values().stream().mapToInt(Integer::intValue).sum();
        }
    }
}
