package dev.hato.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any text comes back equal from a parser that knows nothing of this library, or is refused before a mail exists.
 *
 * <p>So many strings as the system property {@code hato.strings} says go through, each in one place of a mail: a quarter
 * each as subject, name, file name and body.
 */
class UnicodeStringsIT {
    private static final long SEED = 20_260_406L;
    private static final int STRINGS = Integer.getInteger("hato.strings", 100_000);
    private static final int BATCH = 100;

    /** What was put in, and what became of it. */
    private record Given(String subject, String name, String fileName, String text, ComposedMail mail) {}

    /** How many came back, and how many never left. */
    private record Counts(int equal, int refused, int respaced, int inUtf8) {
        Counts plus(Counts other) {
            return new Counts(
                    equal + other.equal, refused + other.refused, respaced + other.respaced, inUtf8 + other.inUtf8);
        }
    }

    /** One process of Python and the strings for it. */
    private static final class Worker {
        private final RandomText random;
        private final MailCharset charset;
        private int refused;

        Worker(long seed, MailCharset charset) {
            random = charset.equals(MailCharset.UTF_8) ? new RandomText(seed) : RandomText.ofCp932(seed);
            this.charset = charset;
        }

        /** Returns a text that may stand in a header, having shown that those before it were refused. */
        private String oneLine() {
            while (true) {
                String text = random.next();
                boolean blank = text.isBlank();
                if (!blank && text.codePoints().noneMatch(Worker::cannotStandInAHeader)) {
                    return text;
                }
                refused++;
                assertThatIllegalArgumentException().isThrownBy(() -> Mailbox.of(text, "a@b.example"));
                assertThatIllegalArgumentException().isThrownBy(() -> Attachment.of(text, "a/b", new byte[0]));
                if (!blank) {
                    Message.Builder message = message("x");
                    assertThatIllegalArgumentException().isThrownBy(() -> message.subject(text));
                    assertThatIllegalArgumentException().isThrownBy(() -> message.header("X-Y", text));
                }
            }
        }

        private String body() {
            while (true) {
                String text = random.next();
                if (text.codePoints().noneMatch(c -> Character.getType(c) == Character.SURROGATE)) {
                    return text;
                }
                refused++;
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> message("x").text(text));
                assertThatIllegalArgumentException()
                        .isThrownBy(() -> message("x").html(text));
            }
        }

        private static boolean cannotStandInAHeader(int codePoint) {
            return switch (Character.getType(codePoint)) {
                case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE ->
                    true;
                default -> false;
            };
        }

        private static Message.Builder message(String name) {
            return Message.builder(Mailbox.of(name, "news@shop.example"), Mailbox.of("hanako@example.jp"));
        }

        private Given given() {
            Given plain = new Given(oneLine(), oneLine(), oneLine(), body(), ComposedMail.of("", new byte[0]));
            ComposedMail mail = message(plain.name)
                    .charset(charset)
                    .subject(plain.subject)
                    .text(plain.text)
                    .attach(Attachment.of(plain.fileName, "application/pdf", new byte[1]))
                    .build()
                    .compose("<1@shop.example>", Instant.EPOCH);
            MailLines.assertWellFormed(mail);
            return new Given(plain.subject, plain.name, plain.fileName, plain.text, mail);
        }

        Counts run(Path folder, int strings) throws IOException {
            int equal = 0;
            int respaced = 0;
            int inUtf8 = 0;
            try (PythonMail python = new PythonMail(folder)) {
                while (equal + refused < strings) {
                    List<Given> batch = new ArrayList<>();
                    for (int i = 0; i < BATCH; i++) {
                        batch.add(given());
                    }
                    List<PythonMail.Read> read =
                            python.read(batch.stream().map(Given::mail).toList());
                    for (int i = 0; i < BATCH; i++) {
                        assertEqual(read.get(i), batch.get(i));
                        equal += 4;
                        respaced += read.get(i).name().equals(batch.get(i).name()) ? 0 : 1;
                        inUtf8 += isInUtf8(batch.get(i).mail()) ? 4 : 0;
                    }
                }
            }
            return new Counts(equal, refused, respaced, inUtf8);
        }

        private static boolean isInUtf8(ComposedMail mail) {
            return MailLines.of(mail).contains("Content-Type: text/plain; charset=UTF-8");
        }

        private static void assertEqual(PythonMail.Read read, Given given) {
            assertThat(read.subject()).isEqualTo(given.subject);
            assertThat(read.provenName()).isEqualTo(given.name);
            assertThat(read.fileName()).isEqualTo(given.fileName);
            assertThat(read.text()).isEqualTo(normalised(given.text));
        }

        /** The one allowed difference: line ends. */
        private static String normalised(String text) {
            return text.replace("\r\n", "\n").replace('\r', '\n').replace("\n", "\r\n");
        }
    }

    private static Counts run(Path folder, int strings, MailCharset charset) throws Exception {
        int workers = Math.max(2, Runtime.getRuntime().availableProcessors());
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<Counts>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                Worker worker = new Worker(SEED + i, charset);
                all.add(threads.submit(() -> worker.run(folder, strings / workers)));
            }
            Counts sum = new Counts(0, 0, 0, 0);
            for (Future<Counts> one : all) {
                sum = sum.plus(one.get());
            }
            System.out.printf(
                    "%s: of %,d random strings %,d came back equal from Python (%,d in UTF-8), %,d were"
                            + " refused; in %,d names Python's newer parser changed spaces%n",
                    charset.label(), sum.equal + sum.refused, sum.equal, sum.inUtf8, sum.refused, sum.respaced);
            return sum;
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    @Tag("R8.2")
    @Tag("R8.3")
    void compose_randomStringsInUtf8_comeBackEqualOrAreRefused(@TempDir Path folder) throws Exception {
        Counts counts = run(folder, STRINGS, MailCharset.UTF_8);
        assertThat(counts.equal() + counts.refused()).isGreaterThanOrEqualTo(STRINGS);
        assertThat(counts.equal()).isGreaterThan(STRINGS / 2);
        assertThat(counts.refused()).isGreaterThan(STRINGS / 20);
    }

    @Test
    @Tag("R8.3")
    void compose_randomStringsInIso2022Jp_comeBackEqualInItOrAsAWholeInUtf8(@TempDir Path folder) throws Exception {
        int strings = STRINGS / 5;
        Counts counts = run(folder, strings, MailCharset.iso2022jp(Unmappable.UTF8));
        assertThat(counts.equal()).isGreaterThan(strings / 2);
        assertThat(counts.inUtf8()).isBetween(counts.equal() / 10, counts.equal() / 2);
        assertThat(counts.refused()).isGreaterThan(strings / 20);
    }
}
