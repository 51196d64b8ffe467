package dev.hato.testkit;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * A sink as a program of its own: takes mail until its standard input ends, then prints what it took.
 *
 * <p>Options: {@code --port=N}, {@code --journal=FOLDER}, {@code --keep=N} (0 unless given),
 * {@code --starttls}, {@code --implicit-tls}. It prints {@code listening PORT} when it is ready, and
 * at the end {@code accepted N mails, N octets, N connections}.
 */
public final class SmtpSinkMain {
    private SmtpSinkMain() {}

    /** Runs the sink. */
    public static void main(String[] args) throws IOException {
        SmtpSink.Builder options = SmtpSink.builder().keep(0);
        for (String arg : args) {
            int equals = arg.indexOf('=');
            String value = arg.substring(equals + 1);
            switch (equals < 0 ? arg : arg.substring(0, equals)) {
                case "--port" -> options.port(Integer.parseInt(value));
                case "--journal" -> options.journalTo(Path.of(value));
                case "--keep" -> options.keep(Integer.parseInt(value));
                case "--starttls" -> options.startTls();
                case "--implicit-tls" -> options.implicitTls();
                default ->
                    throw new IllegalArgumentException("Unknown option " + arg
                            + "; there are --port=N --journal=FOLDER --keep=N --starttls --implicit-tls.");
            }
        }
        try (SmtpSink sink = options.start()) {
            System.out.println("listening " + sink.port());
            System.in.transferTo(OutputStream.nullOutputStream()); // ends when whoever started us closes it
            SmtpLedger ledger = sink.ledger();
            System.out.println("accepted " + ledger.acceptedCount() + " mails, " + ledger.octets() + " octets, "
                    + ledger.connections() + " connections");
        }
    }
}
