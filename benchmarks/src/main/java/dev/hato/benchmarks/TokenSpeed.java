package dev.hato.benchmarks;

import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.message.AsciiSink;
import dev.hato.message.AsciiText;
import dev.hato.message.LinkPlan;
import dev.hato.message.MailContext;
import dev.hato.message.MailLinks;
import dev.hato.message.MessageTemplate;
import dev.hato.tracking.Purpose;
import dev.hato.tracking.Tracking;
import dev.hato.tracking.TrackingKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Links with tokens, made and checked, on one thread, against a link with an HMAC of its own. */
final class TokenSpeed implements Benchmark {
    private static final int MAILS = 2_000;
    private static final int LINKS = 8;
    private static final double MOST_NANOS = 60;
    private static final String BASE = "https://t.shop.example/";
    private static final String DELIVERY = "delivery:" + new UUID(0x1234567890abcdefL, 0x8edcba9876543210L);

    @Override
    public String name() {
        return "token";
    }

    @Override
    public String description() {
        return "make and check the token of a link, 8 links a mail, ids are UUIDs, on one thread";
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        TrackingKeys keys = TrackingKeys.of(1, TrackingKeys.newSecret());
        Tracking tracking = Tracking.at(URI.create(BASE)).signedWith(keys).build();
        LinkPlan plan = tracking.transformer().plan(template().links());
        List<MailContext> mails = mails();
        Line line = new Line();
        List<String> tokens = tokens(plan, mails, line);
        progress.say("a link has " + (BASE.length() + 2 + tokens.get(0).length()) + " characters with its destination: "
                + BASE + "c/" + tokens.get(0));
        return List.of(
                new Work("hato-issue", MAILS * LINKS, () -> issue(plan, mails, line)),
                new Work("hato-verify", tokens.size(), () -> verify(tracking, tokens)),
                new Work("hmac-per-link", MAILS * LINKS, hmac(mails, line)));
    }

    private static MessageTemplate template() {
        StringBuilder html = new StringBuilder("<html><body>");
        for (int i = 0; i < LINKS; i++) {
            html.append("<a href=\"https://shop.example/items/spring-")
                    .append(i)
                    .append("?color=blue\">Item</a>\n");
        }
        return MessageTemplate.named("spring")
                .subject("Spring")
                .html(html + "</body></html>")
                .text("Spring")
                .build();
    }

    private static List<MailContext> mails() {
        List<MailContext> mails = new ArrayList<>();
        for (int i = 0; i < MAILS; i++) {
            String id = new UUID(i * 0x9e3779b97f4a7c15L, ~i * 0x9e3779b97f4a7c15L).toString();
            Contact contact = Contact.of(ContactId.of(id), EmailAddress.of("c" + i + "@shop.example"));
            mails.add(new MailContext(
                    contact, new MailContext.Key(DELIVERY, "mail", ""), "spring-sale", "news", true, false));
        }
        return mails;
    }

    private static long issue(LinkPlan plan, List<MailContext> mails, Line line) {
        long sum = 0;
        for (MailContext mail : mails) {
            MailLinks links = plan.forMail(mail);
            for (int i = 0; i < LINKS; i++) {
                line.at = 0;
                links.write(i, null, line);
                sum += line.at;
            }
        }
        return sum;
    }

    private static List<String> tokens(LinkPlan plan, List<MailContext> mails, Line line) {
        List<String> tokens = new ArrayList<>();
        int prefix = BASE.length() + 2;
        for (MailContext mail : mails) {
            MailLinks links = plan.forMail(mail);
            for (int i = 0; i < LINKS; i++) {
                line.at = 0;
                links.write(i, null, line);
                tokens.add(new String(line.bytes, prefix, line.at - prefix, StandardCharsets.US_ASCII));
            }
        }
        return tokens;
    }

    private static long verify(Tracking tracking, List<String> tokens) {
        long sum = 0;
        for (String token : tokens) {
            sum += tracking.read(Purpose.CLICK, token).orElseThrow().link() + 1;
        }
        return sum;
    }

    /** What a host would write with the JDK alone: readable parts and an HMAC over them, for each link. */
    private static Task hmac(List<MailContext> mails, Line line) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(TrackingKeys.newSecret(), "HmacSHA256"));
            Base64.Encoder base64 = Base64.getUrlEncoder().withoutPadding();
            return () -> {
                long sum = 0;
                for (MailContext mail : mails) {
                    for (int i = 0; i < LINKS; i++) {
                        line.at = 0;
                        String parts = mail.source() + '.' + mail.contact().id() + '.' + i + '.';
                        byte[] bytes = parts.getBytes(StandardCharsets.US_ASCII);
                        line.put(bytes, 0, bytes.length);
                        byte[] tag = base64.encode(mac.doFinal(bytes));
                        line.put(tag, 0, tag.length);
                        sum += line.at;
                    }
                }
                return sum;
            };
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public String summary(List<Result> results) {
        return results.stream()
                        .filter(result -> result.row().equals("hato-issue"))
                        .map(result -> String.format(
                                Locale.ROOT,
                                "%-58s %8.2f  target %5.2f  %s%n",
                                "hato-issue, ns",
                                result.median(),
                                MOST_NANOS,
                                result.median() <= MOST_NANOS ? "met" : "missed"))
                        .collect(Collectors.joining())
                + new Ratios(results).atLeast(2, "hmac-per-link", "hato-issue");
    }

    /** Goes through all mails or links once. */
    @FunctionalInterface
    private interface Task {
        /** Returns a number that keeps the work from being optimised away. */
        long run();
    }

    /** Takes a link, which the next one overwrites. */
    private static final class Line implements AsciiSink {
        private final byte[] bytes = new byte[1_000];
        private int at;

        @Override
        public void put(byte[] ascii, int from, int length) {
            System.arraycopy(ascii, from, bytes, at, length);
            at += length;
        }

        @Override
        public void put(String ascii) {
            byte[] characters = ascii.getBytes(StandardCharsets.US_ASCII);
            put(characters, 0, characters.length);
        }

        @Override
        public void put(AsciiText text) {
            at = text.copyTo(bytes, at);
        }
    }

    /** A row that goes through its work for some time. */
    private record Work(String name, int links, Task task) implements Row {
        private static final long NANOS = 300_000_000L;

        @Override
        public String unit() {
            return "ns";
        }

        @Override
        public double measure() {
            long start = System.nanoTime();
            long rounds = 0;
            long sum = 0;
            long nanos;
            do {
                sum += task.run();
                rounds++;
                nanos = System.nanoTime() - start;
            } while (nanos < NANOS);
            if (sum < rounds * links) {
                throw new IllegalStateException("Row '" + name + "' made empty links.");
            }
            return (double) nanos / (rounds * links);
        }
    }
}
