package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.message.Fields;
import dev.hato.message.MailContext;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import dev.hato.message.TemplateLink;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tracking in real mail templates. */
@Tag("R9.1")
class TrackedTemplatesTest {
    private static final Pattern LINK = Pattern.compile("https://t\\.shop\\.example/c/([A-Za-z0-9_-]+)");
    private static final Pattern PIXEL =
            Pattern.compile("<img src=\"https://t\\.shop\\.example/o/[A-Za-z0-9_-]+\"[^>]*>");
    private static final Mailbox SHOP = Mailbox.of("news@shop.example");
    private static final MailContext MAIL = new MailContext(
            Contact.of(ContactId.of(1042), EmailAddress.of("hanako@example.jp")),
            new MailContext.Key("delivery:1", "mail", ""),
            "spring-sale",
            "news",
            true,
            false);

    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .build();

    /** The templates, whose placeholders of links have become links. */
    private static List<String> templates() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            files = all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
        assertThat(files).hasSizeGreaterThan(100);
        List<String> templates = new ArrayList<>();
        for (Path file : files) {
            int[] number = {0};
            templates.add(Pattern.compile("(<(?:a|v:roundrect)\\s[^>]*?href=\")(?!https?:)[^\"]*")
                    .matcher(Files.readString(file))
                    .replaceAll(match -> Matcher.quoteReplacement(
                            match.group(1) + "https://shop.example/" + number[0]++ + "?a=1&amp;b=é#c")));
        }
        return templates;
    }

    @Test
    void everyLink_leadsWhereItLedAndAllElseStays() throws IOException {
        int followed = 0;
        for (String html : templates()) {
            MessageTemplate template = MessageTemplate.named("real")
                    .subject("real")
                    .html("{% raw %}" + html + "{% endraw %}")
                    .build();
            List<TemplateLink> links = template.links().all();
            Message off = template.render(SHOP, SHOP, Fields.none());
            Message on = tracking.transformer().transform(off, MAIL);
            String after = Objects.requireNonNull(on.html());
            assertThat(PIXEL.matcher(after).results().count()).isOne();
            List<TrackedLink> read = new ArrayList<>();
            read(PIXEL.matcher(after).replaceAll(""), Objects.requireNonNull(off.html()), read);
            read(on.text(), Objects.requireNonNull(off.text()), read);
            assertThat(read).hasSameSizeAs(links);
            for (int i = 0; i < read.size(); i++) {
                assertThat(read.get(i).link()).isEqualTo(i);
                assertThat(read.get(i).detail()).isEqualTo(links.get(i).target());
            }
            followed += read.size();
        }
        assertThat(followed).isGreaterThan(700);
    }

    /** Adds what the links say, and checks that what stands between them is what stood there before. */
    private void read(@Nullable String after, String before, List<TrackedLink> links) {
        Matcher link = LINK.matcher(Objects.requireNonNull(after));
        int end = 0;
        int at = 0;
        while (link.find()) {
            String between = after.substring(end, link.start());
            int found = before.indexOf(between, at);
            assertThat(found).isGreaterThanOrEqualTo(at);
            assertThat(before.substring(at, found)).as("a link").matches("(https?://\\S+)?");
            at = found + between.length();
            end = link.end();
            links.add(tracking.read(Purpose.CLICK, link.group(1)).orElseThrow());
        }
        assertThat(before).endsWith(after.substring(end));
    }
}
