package dev.hato.benchmarks;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.message.ComposedMail;
import dev.hato.message.Fields;
import dev.hato.message.LinkPlan;
import dev.hato.message.MailComposer;
import dev.hato.message.MailContext;
import dev.hato.message.MailStamp;
import dev.hato.message.Mailbox;
import dev.hato.message.MessageTemplate;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/**
 * Time to give one recipient links of their own, on one thread. Our row composes the whole mail, headers and transfer
 * encoding included, and copies it out; the others make the HTML alone.
 */
final class RewriteSpeed implements Benchmark {
    private static final int RECIPIENTS = 10_000;
    private static final Mailbox TO = Mailbox.of("reader@example.jp");
    private static final MailStamp STAMP = MailStamp.of("<1.abc@shop.example>", Instant.parse("2026-04-01T00:00:00Z"));

    private static final List<MailContext> RECIPIENT = IntStream.range(0, RECIPIENTS)
            .mapToObj(number -> new MailContext(
                    Contact.of(ContactId.of(number), EmailAddress.of("reader" + number + "@example.jp")),
                    new MailContext.Key("delivery:6f1c2a30-58c4-4b7e-9a51-1f2e3d4c5b6a", "mail", ""),
                    "spring-sale",
                    "news",
                    true,
                    false))
            .toList();

    private static final Pattern LINK =
            Pattern.compile("(<a\\s[^>]*?href\\s*=\\s*)(\"https?://[^\"]*\"|'https?://[^']*')");

    @Override
    public String name() {
        return "rewrite";
    }

    @Override
    public String description() {
        return "nanoseconds a mail of 30 KB whose links are replaced, 10,000 recipients over 25 templates";
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 3 : 5;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 7 : 15;
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        List<String> pages = LinkedPages.all();
        int slow = settings.quick() ? 20 : 5;
        List<Row> rows = new ArrayList<>();
        rows.add(hato(pages));
        rows.add(pieces(pages));
        rows.add(copy(pages));
        rows.add(regex(pages, slow));
        rows.add(jsoup(pages, slow));
        rows.add(jsoupClone(pages, slow));
        return rows;
    }

    /** A page as this library sends it, with tracked links whose tokens are real. */
    private record Letter(MailComposer composer, LinkPlan links) {
        ComposedMail mail(int recipient) {
            return composer.compose(TO, Fields.none(), STAMP, links.forMail(RECIPIENT.get(recipient)));
        }
    }

    private static List<Letter> letters(List<String> pages) {
        Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
                .signedWith(TrackingKeys.of(1, TrackingKeys.newSecret()))
                .build();
        List<Letter> letters = new ArrayList<>();
        for (String page : pages) {
            MessageTemplate template = MessageTemplate.named("page")
                    .subject("Your order")
                    .html("{% raw %}" + page + "{% endraw %}")
                    .text("Please look at the HTML.")
                    .build();
            letters.add(new Letter(
                    template.composer(Newsletter.FROM, ZoneOffset.UTC),
                    tracking.transformer().plan(template.links())));
        }
        return letters;
    }

    static RewriteRow hato(List<String> pages) {
        List<Letter> letters = letters(pages);
        byte[] buffer = new byte[1 << 17];
        return new RewriteRow(
                "hato",
                RECIPIENTS,
                recipient ->
                        letters.get(recipient % letters.size()).mail(recipient).copyTo(buffer, 0));
    }

    /** Makes the mails as a transport takes them: their octets are put together when they are written. */
    static RewriteRow pieces(List<String> pages) {
        List<Letter> letters = letters(pages);
        return new RewriteRow(
                "hato-pieces",
                RECIPIENTS,
                recipient ->
                        letters.get(recipient % letters.size()).mail(recipient).size());
    }

    /** Copies the octets of the mails that our row makes. */
    static RewriteRow copy(List<String> pages) {
        List<byte[]> mails = letters(pages).stream()
                .map(letter -> letter.mail(1).toByteArray())
                .toList();
        byte[] buffer = new byte[1 << 17];
        return new RewriteRow("copy", RECIPIENTS, recipient -> {
            byte[] mail = mails.get(recipient % mails.size());
            System.arraycopy(mail, 0, buffer, 0, mail.length);
            return mail.length + (buffer[mail.length - 1] & 1);
        });
    }

    static RewriteRow regex(List<String> pages, int share) {
        return new RewriteRow("regex", RECIPIENTS / share, recipient -> {
            LinkTokens tokens = new LinkTokens(recipient);
            int[] link = {0};
            Matcher matcher = LINK.matcher(pages.get(recipient % pages.size()));
            String html = matcher.replaceAll(match -> match.group(1) + '"' + url(tokens, link[0]++) + '"');
            return html.getBytes(StandardCharsets.UTF_8).length;
        });
    }

    static RewriteRow jsoup(List<String> pages, int share) {
        return new RewriteRow(
                "jsoup",
                RECIPIENTS / share,
                recipient -> written(Jsoup.parse(pages.get(recipient % pages.size())), recipient));
    }

    /** Parses each page once and copies the tree for each recipient. */
    static RewriteRow jsoupClone(List<String> pages, int share) {
        List<Document> documents = pages.stream().map(Jsoup::parse).toList();
        return new RewriteRow(
                "jsoup-clone",
                RECIPIENTS / share,
                recipient -> written(documents.get(recipient % documents.size()).clone(), recipient));
    }

    private static int written(Document document, int recipient) {
        document.outputSettings().prettyPrint(false);
        LinkTokens tokens = new LinkTokens(recipient);
        int link = 0;
        for (Element element : document.select("a[href^=http]")) {
            element.attr("href", url(tokens, link++));
        }
        return document.outerHtml().getBytes(StandardCharsets.UTF_8).length;
    }

    private static String url(LinkTokens tokens, int link) {
        return new String(tokens.url(link), StandardCharsets.US_ASCII);
    }

    @Override
    public String summary(List<Result> results) {
        return below(results, "hato", 3)
                + below(results, "hato-pieces", 3)
                + above(results, 200, "jsoup")
                + above(results, 200, "jsoup-clone")
                + above(results, 1, "regex");
    }

    private static OptionalDouble median(List<Result> results, String row) {
        return results.stream()
                .filter(result -> result.row().equals(row))
                .mapToDouble(Result::median)
                .findFirst();
    }

    private static String below(List<Result> results, String row, double target) {
        double ratio = median(results, row).orElse(0) / median(results, "copy").orElse(1);
        return line(row + " / copy", ratio, target, ratio <= target);
    }

    private static String above(List<Result> results, double target, String row) {
        double ratio = median(results, row).orElse(0) / median(results, "hato").orElse(1);
        return line(row + " / hato", ratio, target, ratio >= target);
    }

    private static String line(String what, double ratio, double target, boolean met) {
        return String.format(
                Locale.ROOT, "%-24s %8.2f  target %5.1f  %s%n", what, ratio, target, met ? "met" : "missed");
    }

    /** Makes a number of mails. */
    record RewriteRow(String name, int mails, Rewriting rewriting) implements Row {
        @Override
        public String unit() {
            return "ns/mail";
        }

        @Override
        public boolean isPeer() {
            return !name.startsWith("hato");
        }

        @Override
        public double measure() {
            long start = System.nanoTime();
            long octets = 0;
            for (int i = 0; i < mails; i++) {
                octets += rewriting.mail(i);
            }
            double nanos = (System.nanoTime() - start) / (double) mails;
            if (octets < 25_000L * mails) {
                throw new IllegalStateException("Row '" + name + "' made only " + octets + " octets.");
            }
            return nanos;
        }
    }

    /** Makes one mail. */
    @FunctionalInterface
    interface Rewriting {
        /** Returns the number of octets of the mail for this recipient. */
        int mail(int recipient);
    }
}
