package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.days;
import static dev.hato.step.Steps.goTo;
import static dev.hato.step.Steps.immediately;
import static dev.hato.step.Steps.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.HolidayCalendar;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.event.ContactEvent;
import dev.hato.step.Scenario;
import java.io.StringReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

/** A rehearsal as a page and in short. */
class RehearsalPageTest {
    private static final Instant START = StepFixture.START;
    private static final String HOSTILE = "</title><script>alert(1)</script>\"'&\u202E<img src=x onerror=alert(2)>";

    private static Contact contact(String id, int number) {
        return Contact.of(ContactId.of(id), EmailAddress.of("secret" + number + "@example.jp"));
    }

    private static Rehearsal brochure(int contacts, int days) {
        List<Contact> all = new ArrayList<>();
        for (int i = 0; i < contacts; i++) {
            all.add(contact("c" + i, i));
        }
        return Rehearsal.of(StepFixture.brochureBuilder().build())
                .contacts(all)
                .from(START)
                .to(START.plus(Duration.ofDays(days)));
    }

    private static RehearsalPlan shop() {
        return brochure(40, 90)
                .event(ContactEvent.of(ContactId.of("c1"), "purchase", START.plus(Duration.ofDays(1))))
                .event(ContactEvent.of(ContactId.of("c2"), "purchase", START.plus(Duration.ofDays(9))))
                .unsubscribes(ContactId.of("c3"), START.plus(Duration.ofDays(5)))
                .bounces(contact("c4", 4))
                .run();
    }

    @Test
    @Tag("R11.2")
    void summary_countsStepsEndsAndWays() {
        assertThat(shop().summary()).isEqualTo("""
                brochure-follow-up, 2026-04-01T09:00 to 2026-06-30T09:00: 40 enrolments
                  thanks  39 mailed, 1 failed (bounced 1)
                  day-3   38 mailed, 1 ended here, 1 failed (EXITED 1, bounced 1)
                  day-7   37 mailed, 1 skipped, 1 failed (STOPPED 1, bounced 1)
                  day-14  36 mailed, 1 skipped, 1 ended here, 1 failed (EXITED 1, STOPPED 1, bounced 1)
                  38 completed
                  2 exited
                5 ways
                       36  thanks mailed → day-3 mailed → day-7 mailed → day-14 mailed → completed
                        1  thanks mailed → day-3 ended here → exited (exit: "purchase")
                        1  thanks mailed → day-3 mailed → day-7 mailed → day-14 ended here → exited (exit: "purchase")
                        1  thanks mailed → day-3 mailed → day-7 skipped STOPPED → day-14 skipped STOPPED → completed
                        1  thanks failed → day-3 failed → day-7 failed → day-14 failed → completed
                """);
    }

    @Test
    void page_isOneFile_withoutScriptsFilesOrAddresses() {
        String page = shop().html(Locale.JAPANESE);
        assertThat(page)
                .startsWith("<!DOCTYPE html>\n<html lang=\"ja\">")
                .contains("タイムライン", "ファネル", "prefers-color-scheme: dark", "default-src 'none'")
                .doesNotContain("<script", "http:", "https:", "<link", "@import", "src=", "secret", "example.jp");
        assertThat(shop().html())
                .startsWith("<!DOCTYPE html>\n<html lang=\"en\">")
                .contains("Timeline", "Funnel");
    }

    /** The bars and the table tell the same numbers as the plan. */
    @Test
    void page_countsWhatThePlanCounts() throws Exception {
        RehearsalPlan plan = shop();
        Document page = parse(plan.html());
        List<Element> rows = rows(page, "Funnel");
        assertThat(rows).hasSize(4);
        for (Element row : rows) {
            String step = text(row, "th", 0);
            long mailed = plan.lines().stream()
                    .filter(line -> line.step().equals(step) && line.what().equals("mailed"))
                    .count();
            assertThat(text(row, "td", 1)).as(step).isEqualTo(Long.toString(mailed));
        }
        long byDay = rows(page, "Counts").stream()
                .mapToLong(row -> Long.parseLong(text(row, "td", 0).replace("–", "0")))
                .sum();
        assertThat(byDay).isEqualTo(plan.mailed()).isEqualTo(150);
        long drawn = 0;
        Matcher bar = Pattern.compile("2026-\\d\\d-\\d\\d(?:, [a-z ]+ \\d+)*?, mailed (\\d+)")
                .matcher(plan.html().substring(0, plan.html().indexOf("<h2>Counts")));
        while (bar.find()) {
            drawn += Long.parseLong(bar.group(1));
        }
        assertThat(drawn).as("bars of the lanes").isEqualTo(150);
    }

    @Test
    void hostileNames_areEscaped() throws Exception {
        String name = HOSTILE.substring(0, 60);
        Scenario hostile = Scenario.named(name)
                .step(HOSTILE, immediately(), mail(StepFixture.template(HOSTILE)))
                .step("next", days(1), goTo("last " + HOSTILE))
                .step("last " + HOSTILE, mail(StepFixture.CASES))
                .exitsOn(event(HOSTILE))
                .build();
        Contact odd = contact("<b>" + HOSTILE, 1);
        RehearsalPlan plan = Rehearsal.of(hostile)
                .contacts(odd, contact("other", 2))
                .from(START)
                .to(START.plus(Duration.ofDays(3)))
                .event(ContactEvent.of(odd.id(), HOSTILE, START.plus(Duration.ofHours(5))))
                .run();
        for (String page : List.of(plan.html(), plan.html(Locale.JAPANESE))) {
            assertThat(page).doesNotContain("<script", "<img", "<b>&", "\u202E").contains("&lt;script&gt;");
            NodeList all = parse(page).getElementsByTagName("*");
            for (int i = 0; i < all.getLength(); i++) {
                assertThat(((Element) all.item(i)).hasAttribute("onerror")).isFalse();
                assertThat(all.item(i).getNodeName()).isNotIn("script", "img");
            }
        }
    }

    /** However many contacts there are, the page stays one that a browser shows at once. */
    @Test
    void page_ofManyContacts_isNotLonger() {
        int few = brochure(10, 90).run().html().length();
        int many = brochure(1_000, 90).run().html().length();
        assertThat(many).isBetween(few / 2, few * 3 / 2).isLessThan(200_000);
    }

    @Test
    void page_ofAnyLength_isWellFormed() throws Exception {
        for (int days : new int[] {0, 1, 2, 3, 20, 40, 120, 400, 1_200}) {
            Document page = parse(
                    brochure(2, days).holidays(HolidayCalendar.japan()).run().html());
            NodeList shapes = page.getElementsByTagName("rect");
            for (int i = 0; i < shapes.getLength(); i++) {
                Element shape = (Element) shapes.item(i);
                if (shape.getAttribute("class").equals("rest")) {
                    assertThat(Double.parseDouble(shape.getAttribute("x"))).isBetween(60.0, 980.0);
                    assertThat(Double.parseDouble(shape.getAttribute("width"))).isBetween(0.0, 920.0);
                }
            }
        }
        Rehearsal nobody = brochure(0, 10);
        assertThat(nobody.run().html()).contains("Nothing happened.");
        assertThat(nobody.run().summary()).contains("0 enrolments", "0 ways");
    }

    /** Returns the body's rows of the first table of a section. */
    private static List<Element> rows(Document page, String title) {
        NodeList titles = page.getElementsByTagName("h2");
        for (int i = 0; i < titles.getLength(); i++) {
            if (titles.item(i).getTextContent().equals(title)) {
                Element section = (Element) titles.item(i).getParentNode();
                Element body = (Element) section.getElementsByTagName("tbody").item(0);
                NodeList rows = body.getElementsByTagName("tr");
                List<Element> list = new ArrayList<>();
                for (int k = 0; k < rows.getLength(); k++) {
                    list.add((Element) rows.item(k));
                }
                return list;
            }
        }
        throw new AssertionError("no section " + title);
    }

    private static String text(Element row, String tag, int index) {
        return row.getElementsByTagName(tag).item(index).getTextContent();
    }

    /** Reads the page as XML, which it is but for the first line and the elements without an end. */
    private static Document parse(String page) throws Exception {
        String xml = page.substring(page.indexOf("<html")).replaceAll("<meta ([^>]*)>", "<meta $1/>");
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(xml)));
    }
}
