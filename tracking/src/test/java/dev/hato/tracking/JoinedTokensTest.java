package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.message.AsciiSink;
import dev.hato.message.ComposedMail;
import dev.hato.message.Fields;
import dev.hato.message.LinkPlan;
import dev.hato.message.MailCharset;
import dev.hato.message.MailComposer;
import dev.hato.message.MailContext;
import dev.hato.message.MailLinks;
import dev.hato.message.MailStamp;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.message.SharedLinks;
import dev.hato.message.TokenLinks;
import dev.hato.message.Unmappable;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real templates whose links are laid out once come to the same octets as with links that are written whole. */
@Tag("R9.1")
class JoinedTokensTest {
    private static final Mailbox SHOP = Mailbox.of("news@shop.example");
    private static final MailStamp STAMP = MailStamp.of("<1.a@shop.example>", Instant.parse("2026-04-05T06:07:08Z"));

    /** Identities of three lengths. */
    private static final List<String> CONTACTS = List.of(
            "1",
            "2",
            "3",
            "4",
            new UUID(1, 2).toString(),
            new UUID(3, 4).toString(),
            new UUID(5, 6).toString(),
            new UUID(7, 8).toString(),
            "hanako of the shop",
            "yamada of the shop",
            "tanaka of the shop",
            "5",
            "6");

    private static Tracking.Builder tracking() {
        return Tracking.at(URI.create("https://t.shop.example"))
                .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
                .opensOnlyFor(contact -> !contact.id().value().equals("5"));
    }

    private static MailContext mail(String contact) {
        return new MailContext(
                Contact.of(ContactId.of(contact), EmailAddress.of("hanako@example.jp")),
                new MailContext.Key("delivery:1", "mail", ""),
                "spring-sale",
                "news",
                true,
                false);
    }

    private static List<String> templates() throws IOException {
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            List<String> templates = new ArrayList<>();
            for (Path file : all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList()) {
                int[] number = {0};
                templates.add(Pattern.compile("(<(?:a|v:roundrect)\\s[^>]*?href=\")(?!https?:)[^\"]*")
                        .matcher(Files.readString(file))
                        .replaceAll(match -> Matcher.quoteReplacement(
                                match.group(1) + "https://shop.example/" + number[0]++ + "?a=1&amp;b=é#c")));
            }
            assertThat(templates).hasSizeGreaterThan(100);
            return templates;
        }
    }

    /** Counts how many links are put as tokens alone. */
    private record Counting(MailLinks links, AtomicInteger put) implements MailLinks, TokenLinks {
        @Override
        public boolean write(int link, @Nullable String target, AsciiSink out) {
            return links.write(link, target, out);
        }

        @Override
        public boolean writePixel(AsciiSink out) {
            return links.writePixel(out);
        }

        private TokenLinks source() {
            return Objects.requireNonNull(links.tokens());
        }

        @Override
        public @Nullable TokenLinks tokens() {
            return links.tokens() == null ? null : this;
        }

        @Override
        public SharedLinks shared() {
            return source().shared();
        }

        @Override
        public int mailOctets() {
            return source().mailOctets();
        }

        @Override
        public void putMail(byte[] out, int at) {
            source().putMail(out, at);
        }

        @Override
        public void putLinks(int[] indexes, byte[] out, int at) {
            source().putLinks(indexes, out, at);
            put.addAndGet(indexes.length);
        }
    }

    /** Returns the same links without tokens. */
    private static MailLinks written(MailLinks links) {
        return new MailLinks() {
            @Override
            public boolean write(int link, @Nullable String target, AsciiSink out) {
                return links.write(link, target, out);
            }

            @Override
            public boolean writePixel(AsciiSink out) {
                return links.writePixel(out);
            }
        };
    }

    private static String made(MailComposer composer, MailLinks links) {
        ComposedMail mail = composer.compose(SHOP, Fields.none(), STAMP, links);
        return new String(mail.toByteArray(), StandardCharsets.ISO_8859_1);
    }

    /** Composes each template for all contacts in both ways; returns how many links were put as tokens. */
    private static int check(Tracking tracking, UnaryOperator<String> change, MailCharset charset, String encoding)
            throws IOException {
        AtomicInteger put = new AtomicInteger();
        int encoded = 0;
        for (String html : templates()) {
            MessageTemplate template = MessageTemplate.named("real")
                    .subject("real")
                    .html("{% raw %}" + change.apply(html) + "{% endraw %}")
                    .charset(charset)
                    .build();
            MailComposer composer = template.composer(SHOP, ZoneOffset.UTC);
            LinkPlan plan = tracking.transformer().plan(template.links());
            for (String contact : CONTACTS) {
                String fast = made(composer, new Counting(plan.forMail(mail(contact)), put));
                String slow = made(composer, written(plan.forMail(mail(contact))));
                if (!fast.equals(slow)) {
                    assertThat(fast).isEqualTo(slow);
                }
                encoded += fast.contains(encoding) ? 1 : 0;
            }
        }
        assertThat(encoded).isGreaterThan(50 * CONTACTS.size());
        return put.get();
    }

    @Test
    void quotedPrintable_realTemplates_isTheSame() throws IOException {
        int put = check(tracking().build(), html -> html, MailCharset.UTF_8, "quoted-printable");
        assertThat(put).isGreaterThan(3_000);
    }

    @Test
    void base64_realTemplates_isTheSame() throws IOException {
        UnaryOperator<String> wide = html -> "<p>" + "春の新作をご案内いたします。".repeat(html.length() / 100) + "</p>" + html;
        int put = check(tracking().build(), wide, MailCharset.UTF_8, "base64");
        assertThat(put).as("links in base64").isZero();
    }

    @Test
    void iso2022jp_realTemplates_isTheSame() throws IOException {
        MailCharset charset = MailCharset.iso2022jp(Unmappable.REPLACE);
        int put = check(tracking().build(), html -> html, charset, "ISO-2022-JP");
        assertThat(put).as("links of whole mails").isZero();
    }

    @Test
    void tableAndRegistered_realTemplates_isTheSame() throws IOException {
        Map<Integer, String> kept = new HashMap<>();
        LinkTable table = new LinkTable() {
            @Override
            public void keep(String source, String step, Map<Integer, String> targets) {
                kept.putAll(targets);
            }

            @Override
            public @Nullable String target(TrackedMail mail, int link) {
                return kept.get(link);
            }
        };
        URI first = URI.create("https://shop.example/first");
        Tracking tracking = tracking().linkTable(table).registered(7, first).build();
        int put = check(
                tracking,
                html -> html.replaceFirst("https://shop.example/[0-9]+[^\"]*", first.toString()),
                MailCharset.UTF_8,
                "quoted-printable");
        assertThat(put).isGreaterThan(3_000);
    }

    @Test
    void putLinks_linkThatEachMailDecidesAbout_isRefused() {
        MessageTemplate template = MessageTemplate.named("fields")
                .subject("s")
                .html("<a href=\"{{ u }}\">x</a>")
                .text("t")
                .build();
        LinkPlan plan = tracking().build().transformer().plan(template.links());
        TokenLinks tokens = Objects.requireNonNull(plan.forMail(mail("1")).tokens());
        assertThat(tokens.shared().link(0)).isNull();
        assertThatThrownBy(() -> tokens.putLinks(new int[] {0}, new byte[100], 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Link 0");
    }
}
