package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Corpus;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is written must be read back equal, by two parsers that do not know the composer. */
class ComposeRoundTripTest {
    private static final long SEED = 20_260_405L;
    private static final int MAILS = 400;
    private static final String[] PIECES = {
        "a",
        "Z",
        "0",
        " ",
        "  ",
        ".",
        ",",
        ";",
        ":",
        "\"",
        "\\",
        "'",
        "(",
        ")",
        "<",
        ">",
        "@",
        "[",
        "]",
        "=",
        "?",
        "=?",
        "?=",
        "_",
        "%",
        "*",
        "&amp;",
        "word",
        "=?UTF-8?Q?x?=",
        "é",
        "ß",
        "Ω",
        "ж",
        "א",
        "م",
        "あ",
        "漢",
        "字",
        "ｶﾞ",
        "①",
        "髙",
        "〜",
        "￥",
        "\u3000",
        "\u00A0",
        "か\u3099",
        "👍🏽",
        "👨‍👩‍👧‍👦",
        "🇯🇵",
        "𠮷",
        "\uFE0F",
        "\u200D",
        "\u0301"
    };
    private static final String[] BODY_PIECES = {
        "\r\n",
        "\n",
        "\r",
        "\t",
        " \r\n",
        ".\r\n",
        "\r\nFrom ",
        "\r\n--=_x",
        "=",
        "=20",
        "x".repeat(120),
        "\u0000",
        "\u007F"
    };

    private static String header(Random random) {
        StringBuilder out = new StringBuilder();
        int pieces = random.nextInt(random.nextInt(4) == 0 ? 60 : 12);
        boolean ascii = random.nextInt(3) == 0;
        for (int i = 0; i < pieces; i++) {
            out.append(PIECES[random.nextInt(ascii ? 29 : PIECES.length)]);
        }
        return out.toString();
    }

    private static String name(Random random) {
        String name = header(random);
        String cut = name.length() > 200 ? name.substring(0, name.offsetByCodePoints(0, 100)) : name;
        return cut.isBlank() ? "x" + cut : cut;
    }

    private static String body(Random random) {
        StringBuilder out = new StringBuilder();
        int pieces = random.nextInt(80);
        boolean ascii = random.nextInt(3) == 0;
        for (int i = 0; i < pieces; i++) {
            out.append(
                    random.nextInt(4) == 0
                            ? BODY_PIECES[random.nextInt(BODY_PIECES.length)]
                            : PIECES[random.nextInt(ascii ? 29 : PIECES.length)]);
        }
        return out.toString();
    }

    private static String normalised(String body) {
        return body.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
    }

    /** What was put in. */
    private record Given(String subject, String name, String text, String html, String fileName, ComposedMail mail) {}

    private static Given given(Random random, int number) {
        String subject = header(random);
        String name = name(random);
        String text = body(random);
        String html = body(random);
        String file = name(random);
        Message message = Message.builder(Mailbox.of(name, "news@shop.example"), Mailbox.of("hanako@example.jp"))
                .subject(subject)
                .text(text)
                .html(html)
                .attach(Attachment.of(file, "application/pdf", subject.getBytes(StandardCharsets.UTF_8)))
                .build();
        return new Given(
                subject,
                name,
                normalised(text),
                normalised(html),
                file,
                message.compose("<" + number + "@shop.example>", Instant.EPOCH));
    }

    @Test
    void compose_anyUnicode_isReadBackEqualByJakartaMail() {
        Random random = new Random(SEED);
        for (int i = 0; i < MAILS; i++) {
            Given given = given(random, i);
            MailLines.assertWellFormed(given.mail());
            MimeReader read = new MimeReader(given.mail());
            assertThat(read.subject()).as("subject of %d", i).isEqualTo(given.subject());
            assertThat(read.fromName()).as("name of %d", i).isEqualTo(given.name());
            assertThat(read.text).as("text of %d", i).isEqualTo(given.text());
            assertThat(read.html).as("HTML of %d", i).isEqualTo(given.html());
            assertThat(read.fileNames).as("file name of %d", i).containsExactly(given.fileName());
            assertThat(read.files.get(0)).isEqualTo(given.subject().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Test
    void compose_anyUnicode_isReadBackEqualByPython(@TempDir Path folder) throws Exception {
        List<Given> all = new ArrayList<>();
        Random random = new Random(SEED + 1);
        for (int i = 0; i < MAILS; i++) {
            Given given = given(random, i);
            all.add(given);
            Files.write(folder.resolve(i + ".eml"), given.mail().toByteArray());
        }
        List<String> lines = python(folder, MAILS);
        assertThat(lines).hasSize(MAILS);
        for (int i = 0; i < MAILS; i++) {
            Given given = all.get(i);
            List<String> read = new ArrayList<>();
            for (String field : lines.get(i).split("\t", -1)) {
                read.add(new String(Base64.getDecoder().decode(field), StandardCharsets.UTF_8));
            }
            // In display names Python loses and adds spaces and quotes at the ends of encoded words; file names it
            // strips.
            read.set(1, withoutSpaces(read.get(1)));
            read.set(4, withoutSpaces(read.get(4)));
            assertThat(read)
                    .as("subject, name, text, HTML, file name of %d", i)
                    .containsExactly(
                            given.subject(),
                            withoutSpaces(given.name()),
                            given.text(),
                            given.html(),
                            withoutSpaces(given.fileName()));
        }
    }

    private static String withoutSpaces(String name) {
        return name.replaceAll("[ \\u3000\\u00A0\"]", "");
    }

    /** Returns what Python reads in the mails 0.eml and on of a folder, a line each. */
    static List<String> python(Path folder, int mails) throws IOException, InterruptedException {
        Path script = folder.resolve("read_mails.py");
        try (InputStream in = ComposeRoundTripTest.class.getResourceAsStream("read_mails.py")) {
            Files.write(script, in.readAllBytes());
        }
        Path output = folder.resolve("out.tsv");
        Process process;
        try {
            process = new ProcessBuilder("python3", script.toString(), folder.toString(), String.valueOf(mails))
                    .redirectOutput(output.toFile())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
        } catch (IOException e) {
            throw Corpus.skipped("python3 is not installed: " + e.getMessage());
        }
        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readAllLines(output);
    }
}
