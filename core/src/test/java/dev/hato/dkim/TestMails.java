package dev.hato.dkim;

import dev.hato.Corpus;
import dev.hato.message.Attachment;
import dev.hato.message.ComposedMail;
import dev.hato.message.Fields;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Mails of many shapes, all from {@code shop.example}. */
final class TestMails {
    /** In the past, since other verifiers look at the machine's clock. */
    static final Instant NOW = Instant.parse("2025-06-01T00:00:00Z");

    /** How many of the mails are the odd ones, which come first. */
    static final int ODD = 23;

    static final Mailbox SHOP = Mailbox.of("鳩の店", "news@shop.example");
    static final Mailbox HANAKO = Mailbox.of("花子", "hanako@example.jp");

    private TestMails() {}

    static ComposedMail marketing(String subject, String text) {
        return message(subject).text(text).build().compose("<m1@shop.example>", NOW);
    }

    static Message.Builder message(String subject) {
        return Message.builder(SHOP, HANAKO)
                .subject(subject)
                .header("List-Unsubscribe", "<https://t.shop.example/u/abc>, <mailto:stop@shop.example>")
                .header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click")
                .header("List-Id", "News <news.shop.example>")
                .header("Feedback-ID", "spring:news:shop:hato");
    }

    static ComposedMail raw(String... lines) {
        return ComposedMail.of(
                "<raw@shop.example>", (String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Mails made by hand, with what canonicalization has to bear. */
    static List<ComposedMail> odd() {
        String from = "From: Shop <news@shop.example>";
        List<ComposedMail> mails = new ArrayList<>();
        for (String[] body : new String[][] {
            {},
            {""},
            {"", ""},
            {"", "", "", ""},
            {"", " ", "\t", "", "  \t "},
            {"", "Hello  world \t ", "\t tab", " lead", "trail   ", "", "", "end"},
            {"", ".", "..", ". dot", "x.", "", "."},
            {"", "one", "", "", ""},
            {"", "", "", "late"},
            {"", "   ", "x"},
            {"", "日本語の本文 \u3000 です", "ａｂｃ"},
            {"", "x".repeat(990), " " + "y ".repeat(400)},
        }) {
            List<String> lines = new ArrayList<>(List.of(from, "Subject: odd"));
            lines.addAll(List.of(body));
            mails.add(raw(lines.toArray(new String[0])));
        }
        for (String[] headers : new String[][] {
            {"SUBJECT:no space"},
            {"Subject: \t two   spaces \t in  here  "},
            {"Subject:", " begins on the next line"},
            {"Subject: folded", "\tby tab", "   and by three spaces ", " end"},
            {"Subject: =?UTF-8?B?5pil44Gu44K744O844Or?=", " =?UTF-8?B?44Gu44GK55+l44KJ44Gb?="},
            {"Subject: one", "Subject: two", "Subject: three"},
            {"Subject:"},
            {"To: " + "a@example.jp,\r\n ".repeat(200) + "b@example.jp"},
            {"To: x@example.jp", "Cc: y@example.jp", "Reply-To: z@shop.example", "X-Dup: 1", "X-Dup: 2"},
            {"Comments: a;b=c; d=e: f", "Date: Sun, 1 Jun 2025 00:00:00 +0000"},
        }) {
            List<String> lines = new ArrayList<>(List.of(headers));
            lines.addAll(List.of(from, "", "body"));
            mails.add(raw(lines.toArray(new String[0])));
        }
        // The last line is not ended.
        mails.add(ComposedMail.of(
                "<raw@shop.example>",
                (from + "\r\nSubject: x\r\n\r\nno end \r\n of line").getBytes(StandardCharsets.US_ASCII)));
        return mails;
    }

    /** What the library itself composes. */
    static List<ComposedMail> composed() {
        List<ComposedMail> mails = new ArrayList<>();
        List<String> subjects = List.of(
                "",
                "Plain",
                "春のセール",
                "長い件名".repeat(40),
                "a long subject of many words ".repeat(12).strip(),
                "two  spaces",
                "-- =_ ; : =");
        for (String subject : subjects) {
            mails.add(marketing(subject, "本文\n\n.\n..dots\n trailing \t\n\n\n"));
            mails.add(message(subject).html("<p>a  b</p>\n\n").text("").build().compose("<m2@shop.example>", NOW));
            mails.add(message(subject)
                    .html("<p>" + "長い行".repeat(500) + "</p>")
                    .replyTo(Mailbox.of("店 (help)", "help@shop.example"))
                    .attach(Attachment.of("請求書.pdf", "application/pdf", new byte[5000]))
                    .build()
                    .compose("<m3@shop.example>", NOW));
        }
        return mails;
    }

    /** Real templates. */
    static List<ComposedMail> templates() throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(Corpus.file("mail-templates"))) {
            files = all.filter(file -> file.toString().endsWith(".html"))
                    .sorted()
                    .toList();
        }
        List<ComposedMail> mails = new ArrayList<>();
        for (Path file : files) {
            mails.add(MessageTemplate.named("real")
                    .subject("お知らせ {% raw %}" + file.getFileName() + "{% endraw %}")
                    .html("{% raw %}" + Files.readString(file) + "{% endraw %}")
                    .build()
                    .render(HANAKO, SHOP, Fields.none())
                    .compose("<" + mails.size() + "@shop.example>", NOW));
        }
        return mails;
    }

    static List<ComposedMail> all() throws IOException {
        List<ComposedMail> mails = new ArrayList<>(odd());
        if (mails.size() != ODD) {
            throw new AssertionError(mails.size());
        }
        mails.addAll(composed());
        mails.addAll(templates());
        return mails;
    }
}
