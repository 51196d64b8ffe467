package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.DateAttribute;
import dev.hato.contact.TextAttribute;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class MessageTemplateTest {
    private static final Mailbox TO = Mailbox.of("hanako@example.jp");
    private static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");
    private static final TextAttribute NAME = Attribute.text("氏名");
    private static final DateAttribute BIRTHDAY = Attribute.date("birthday");

    private static MessageTemplate.Builder text(String source) {
        return MessageTemplate.named("t").text(source);
    }

    @Test
    void render_contactAndData_fillsAllParts() {
        Contact contact = Contact.of("hanako@example.jp").with(NAME, "花子").with(BIRTHDAY, LocalDate.of(2000, 2, 29));
        MessageTemplate template = MessageTemplate.named("thanks")
                .subject("{{ contact.氏名 }}様 {{ order }}")
                .html("<p>{{ contact.氏名 }} {{ contact.birthday | date: 'M月d日' }} {{ contact.email }}</p>")
                .replyTo(Mailbox.of("{{ order }}係", "desk@shop.example"))
                .header("X-Order", "{{ order }}")
                .attach(Attachment.of("a.txt", "text/plain", new byte[] {1}))
                .build();
        Fields fields = Fields.layered(Fields.of("order", 1042), Fields.ofContact(contact));
        Message message = template.render(TO, SHOP, fields);
        assertThat(message.from()).isEqualTo(SHOP);
        assertThat(message.subject()).isEqualTo("花子様 1042");
        assertThat(message.html()).isEqualTo("<p>花子 2月29日 hanako@example.jp</p>");
        assertThat(message.text()).isEqualTo("花子 2月29日 hanako@example.jp");
        assertThat(message.headers()).containsExactly(new Message.Header("X-Order", "1042"));
        assertThat(message.replyTo()).isEqualTo(Mailbox.of("1042係", "desk@shop.example"));
        assertThat(message.attachments()).hasSize(1);
        assertThat(Fields.ofContact(contact).toString()).doesNotContain("花子");
    }

    @Test
    @Tag("R8.1")
    void render_missingField_namesPathPlaceAndWhatThereIs() {
        MessageTemplate template =
                text("Dear\n 様{{ contact.nmae }}").onMissing(MissingField.FAIL).build();
        Fields data = Fields.of("contact", Map.of("name", "花子", "city", "東京"));
        MissingFieldException e =
                catchThrowableOfType(MissingFieldException.class, () -> template.render(TO, SHOP, data));
        assertThat(e.template()).isEqualTo("t");
        assertThat(e.position()).isEqualTo(new TemplatePosition("text", 2, 6));
        assertThat(e.path()).isEqualTo("contact.nmae");
        assertThat(e.known()).containsExactly("city", "name");
        assertThat(e)
                .hasMessageContaining("did you mean 'name'")
                .hasMessageContaining("there are: city, name")
                .hasMessageNotContaining("花子");
        assertThat(template.onMissing()).isEqualTo(MissingField.FAIL);
    }

    @Test
    @Tag("R8.1")
    void render_missingField_neverLeavesAPlaceholder() {
        for (String source : List.of(
                "{{ x }}",
                "{{ x.y.z }}",
                "{{ x | upcase }}",
                "{{ 'a' | append: x }}",
                "{% for i in x %}{% endfor %}",
                "{% assign y = x %}{{ y }}",
                "{{ x | default: y }}",
                "{{ list[5] }}",
                "{{ list.first.name }}",
                "{{ none | first }}",
                "{% for i in list %}{{ i.name }}{% endfor %}")) {
            assertThatThrownBy(() -> text(source)
                            .build()
                            .render(TO, SHOP, Fields.of(Map.of("list", List.of("a"), "none", List.of()))))
                    .as(source)
                    .isInstanceOf(MissingFieldException.class);
        }
        Map<String, Object> nulls = new HashMap<>();
        nulls.put("x", null);
        assertThatThrownBy(() -> text("{{ x }}").build().render(TO, SHOP, Fields.of(nulls)))
                .isInstanceOf(MissingFieldException.class);
    }

    @Test
    @Tag("R8.1")
    void render_emptyText_isAValueExceptForDefault() {
        Fields data = Fields.of("x", "");
        assertThat(text("[{{ x }}]").build().render(TO, SHOP, data).text()).isEqualTo("[]");
        assertThat(text("[{{ x | default: 'guest' }}]")
                        .build()
                        .render(TO, SHOP, data)
                        .text())
                .isEqualTo("[guest]");
    }

    @Test
    void fields_ofAllParts_withUseAndFirstPlace() {
        MessageTemplate template = MessageTemplate.named("t")
                .subject("{{ contact.name | default: 'x' }}")
                .html(
                        "{% if vip %}{{ contact.name }}{% endif %}\n{% for l in order.lines %}{{ l.price }}{% for s in l.subs %}"
                                + "{{ s[0].x }}{% endfor %}{% else %}{{ a | upcase | default: b }}{% endfor %}"
                                + "{% assign c = d %}{{ c }}{{ forloop }}")
                .build();
        assertThat(template.fields().stream().map(f -> f.path() + " " + f.use() + " " + f.first()))
                .containsExactly(
                        "a FALLBACK html, line 2, column 98",
                        "b REQUIRED html, line 2, column 120",
                        "contact.name REQUIRED subject, line 1, column 4",
                        "d REQUIRED html, line 2, column 150",
                        "forloop REQUIRED html, line 2, column 164",
                        "order.lines FALLBACK html, line 2, column 13",
                        "order.lines[].price REQUIRED html, line 2, column 30",
                        "order.lines[].subs REQUIRED html, line 2, column 52",
                        "order.lines[].subs[][].x REQUIRED html, line 2, column 64",
                        "vip CONDITION html, line 1, column 7");
    }

    @Test
    void check_reportsWhatNothingFills_withTheNearestName() {
        MessageTemplate template = text("{{ contact.nmae }}{{ contact.name }}{{ order.lines.size }}"
                        + "{% for l in order.lines %}{{ l.prise }}{{ l.price }}{% endfor %}"
                        + "{{ coupon.code | default: '-' }}{% if gold %}{% endif %}{{ shop.anything }}{{ contact.tags.first }}")
                .build();
        List<FieldFinding> findings =
                template.check(Set.of("contact.name", "contact.tags", "order.lines[].price", "shop"));
        assertThat(findings.stream().map(f -> f.field().path() + " " + f.blocking() + " " + f.suggestion()))
                .containsExactly(
                        "contact.nmae true contact.name",
                        "coupon.code false null",
                        "gold false null",
                        "order.lines[].prise true order.lines[].price");
        assertThat(findings.get(0).message())
                .isEqualTo("Nothing fills 'contact.nmae' (text, line 1, column 4)."
                        + " No mail can be made of this template; did you mean 'contact.name'?");
        assertThat(template.check(List.of("contact", "order", "coupon", "gold", "shop")))
                .isEmpty();
    }

    @Test
    void fingerprint_changesWithEachSetting_andOnlyThen() {
        MessageTemplate base =
                MessageTemplate.named("t").subject("a").html("<p>b</p>").build();
        List<MessageTemplate> others = List.of(
                MessageTemplate.named("u").subject("a").html("<p>b</p>").build(),
                base.newBuilder().subject("b").build(),
                base.newBuilder().html("<p>c</p>").build(),
                base.newBuilder().text("b").build(),
                base.newBuilder().from(SHOP).build(),
                base.newBuilder().replyTo(SHOP).build(),
                base.newBuilder().header("X-A", "b").build(),
                base.newBuilder().header("X-A", "b").header("X-A", "b").build(),
                base.newBuilder()
                        .attach(Attachment.of("a", "text/plain", new byte[] {1}))
                        .build(),
                base.newBuilder()
                        .attach(Attachment.of("a", "text/plain", new byte[] {2}))
                        .build(),
                base.newBuilder().locale(Locale.US).build(),
                base.newBuilder().zone(ZoneOffset.UTC).build(),
                base.newBuilder().onMissing(MissingField.FAIL).build());
        List<String> prints = new ArrayList<>(List.of(base.fingerprint()));
        others.forEach(other -> prints.add(other.fingerprint()));
        assertThat(prints).doesNotHaveDuplicates().allMatch(print -> print.matches("[0-9a-f]{64}"));
        others.forEach(
                other -> assertThat(other.newBuilder().build().fingerprint()).isEqualTo(other.fingerprint()));
        assertThat(base.fingerprint()).isEqualTo("bd66b7683f2bf5bb3c5068eca367e226166181374e1171909aa8fd4491e5c93e");
    }

    @Test
    void sources_rebuildTheTemplate() {
        MessageTemplate template = MessageTemplate.named("t")
                .subject("{{ a }}")
                .html("<p>{{ a }}</p>")
                .from(SHOP)
                .header("X-A", "{{ a }}")
                .build();
        String html = Objects.requireNonNull(template.htmlSource());
        Mailbox from = Objects.requireNonNull(template.fromSource());
        assertThat(template.textSource()).isNull();
        MessageTemplate.Builder rebuilt = MessageTemplate.named(template.name())
                .subject(template.subjectSource())
                .html(html)
                .from(from)
                .locale(template.locale())
                .zone(template.zone())
                .onMissing(template.onMissing())
                .limits(template.limits());
        template.headerSources().forEach(header -> rebuilt.header(header.name(), header.value()));
        assertThat(rebuilt.build().fingerprint()).isEqualTo(template.fingerprint());
    }

    @Test
    void build_withoutContent_isRefused() {
        assertThatThrownBy(() -> MessageTemplate.named("t").subject("a").build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("neither HTML nor text");
        assertThatThrownBy(() -> MessageTemplate.named(" ")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> text("a").header("Subject", "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void limits_exceeded_areClearErrors() {
        TemplateLimits small = new TemplateLimits(200, 3, 10, 50);
        assertThatThrownBy(() -> text("x".repeat(201)).limits(small).build())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("201 characters; at most 200");
        assertThatThrownBy(() -> text("{% if a %}".repeat(4) + "{% endif %}".repeat(4))
                        .limits(small)
                        .build())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("more than 3 deep");
        assertThatThrownBy(() ->
                        text("{% if ((((a)))) %}{% endif %}").limits(small).build())
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("more than 3 deep");
        List<Integer> six = List.of(1, 2, 3, 4, 5, 6);
        MessageTemplate loops = text("{% for a in x %}{% for b in x %}{% endfor %}{% endfor %}")
                .limits(small)
                .build();
        assertThatThrownBy(() -> loops.render(TO, SHOP, Fields.of("x", six)))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("more than 10 times");
        MessageTemplate output = text("{{ x }}").limits(small).build();
        assertThatThrownBy(() -> output.render(TO, SHOP, Fields.of("x", "鳩".repeat(17))))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("more than 50 bytes");
        MessageTemplate doubling =
                text("{% assign s = 'aaaaaaaaaa' %}{% for i in x %}{% assign s = s | append: s %}{% endfor %}")
                        .limits(small.iterations(100))
                        .build();
        assertThatThrownBy(() -> doubling.render(TO, SHOP, Fields.of("x", new ArrayList<>(Collections.nCopies(90, 1)))))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("more than 500 characters");
        MessageTemplate squaring = text("{% assign s = 99 %}{% for i in x %}{% assign s = s | times: s %}{% endfor %}")
                .build();
        assertThatThrownBy(() -> squaring.render(TO, SHOP, Fields.of("x", new ArrayList<>(Collections.nCopies(90, 1)))))
                .isInstanceOf(RenderException.class)
                .hasMessageContaining("so many digits");
    }

    @Test
    void render_inEightThreads_givesTheSameAsInOne() throws Exception {
        MessageTemplate template = MessageTemplate.named("t")
                .subject("{{ n }} {{ n | number: '#,##0.00' }}")
                .html("<ul>{% for i in list %}<li>{{ i | times: n | currency: 'JPY' }} {{ day | date: 'M月d日' }}</li>"
                        + "{% endfor %}</ul>{% assign a = n %}{{ a }}")
                .build();
        List<Integer> numbers = List.of(1, 2, 3);
        List<String> expected = new ArrayList<>();
        Callable<List<String>> work = () -> {
            List<String> all = new ArrayList<>();
            for (int n = 0; n < 500; n++) {
                Message message = template.render(
                        TO,
                        SHOP,
                        Fields.of(Map.of(
                                "n",
                                n * 1000,
                                "list",
                                numbers,
                                "day",
                                LocalDate.of(2026, 1, 1).plusDays(n))));
                all.add(message.subject() + message.html() + message.text());
            }
            return all;
        };
        expected.addAll(work.call());
        assertThat(expected.get(2)).contains("<li>￥2,000 1月3日</li>").contains("- ￥4,000 1月3日\n");
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            for (Future<List<String>> future : threads.invokeAll(Collections.nCopies(8, work))) {
                assertThat(future.get()).isEqualTo(expected);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
