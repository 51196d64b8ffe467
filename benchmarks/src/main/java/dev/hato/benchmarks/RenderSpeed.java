package dev.hato.benchmarks;

import dev.hato.message.ComposedMail;
import jakarta.mail.Session;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.simplejavamail.converter.EmailConverter;

/** Mails a second, built and written on one thread without a network. */
final class RenderSpeed implements Benchmark {
    private static final int MAILS = 20_000;

    @Override
    public String name() {
        return "render";
    }

    @Override
    public String description() {
        return "mails of 25 KB built a second, on one thread, without a network";
    }

    @Override
    public int warmUpRounds(Settings settings) {
        return settings.quick() ? 2 : 3;
    }

    @Override
    public int rounds(Settings settings) {
        return settings.quick() ? 7 : 15;
    }

    @Override
    public List<Row> prepare(Settings settings, Progress progress) {
        Newsletter newsletter = new Newsletter(MAILS);
        int millis = settings.quick() ? 500 : 1_000;
        BuildRow angus =
                faster(angus(newsletter, "base64", millis), angus(newsletter, "quoted-printable", millis), progress);
        BuildRow simple =
                faster(simpleJavaMail(newsletter, true, millis), simpleJavaMail(newsletter, false, millis), progress);
        return List.of(hato(newsletter, millis), angus, simple);
    }

    private static BuildRow faster(BuildRow one, BuildRow other, Progress progress) {
        return tried(one, progress) >= tried(other, progress) ? one : other;
    }

    /** Measures a variant so often that its code is compiled. */
    private static double tried(BuildRow row, Progress progress) {
        double best = 0;
        for (int i = 0; i < 4; i++) {
            best = Math.max(best, row.measure());
        }
        progress.say(String.format(Locale.ROOT, "%s, %s: %,.0f mails/s", row.name(), row.variant(), best));
        return best;
    }

    static BuildRow hato(Newsletter newsletter, int millis) {
        MailSource source = MailSource.rendered(newsletter);
        return new BuildRow(
                "hato",
                "",
                millis,
                (number, out) -> out.take(source.mail(number).content()));
    }

    static BuildRow angus(Newsletter newsletter, String encoding, int millis) {
        Session session = Session.getInstance(new Properties());
        AngusMail mail = new AngusMail(newsletter, encoding, true);
        return new BuildRow(
                "mime-message",
                encoding,
                millis,
                (number, out) -> mail.build(session, number).writeTo(out));
    }

    static BuildRow simpleJavaMail(Newsletter newsletter, boolean tuned, int millis) {
        Session session = Session.getInstance(new Properties());
        return new BuildRow(
                "simple-java-mail",
                tuned ? "base64" : "quoted-printable",
                millis,
                (number, out) -> EmailConverter.emailToMimeMessage(
                                SimpleJavaMailLane.build(newsletter, number, tuned), session)
                        .writeTo(out));
    }

    @Override
    public String summary(List<Result> results) {
        return new Ratios(results)
                .atLeast(50, "hato", "mime-message")
                .atLeast(50, "hato", "simple-java-mail")
                .toString();
    }

    /** Builds mails for a time. */
    record BuildRow(String name, String variant, int millis, Build build) implements Row {
        @Override
        public String unit() {
            return "mails/s";
        }

        @Override
        public double measure() {
            try {
                return AngusMail.withStreamProvider(true, this::run);
            } catch (Exception e) {
                throw new IllegalStateException("Row '" + name + "' failed: " + e, e);
            }
        }

        private double run() throws Exception {
            Buffer out = new Buffer();
            long start = System.nanoTime();
            long end = start + millis * 1_000_000L;
            int number = 0;
            long now = start;
            while (now - end < 0) {
                out.reset();
                build.write(number++ % MAILS, out);
                if (out.size() < 10_000) {
                    throw new IllegalStateException("Mail " + number + " has only " + out.size() + " octets.");
                }
                now = System.nanoTime();
            }
            return number * 1e9 / (now - start);
        }
    }

    /** Builds one mail. */
    @FunctionalInterface
    interface Build {
        /** Writes the mail with this number. */
        void write(int number, Buffer out) throws Exception;
    }

    /** Is used again for each mail. */
    static final class Buffer extends ByteArrayOutputStream {
        Buffer() {
            super(64 * 1024);
        }

        /** Takes a mail in one go, without the lock for each of its pieces. */
        void take(ComposedMail mail) {
            if (buf.length < mail.size()) {
                buf = new byte[mail.size()];
            }
            count = mail.copyTo(buf, 0);
        }
    }
}
