package dev.hato.testkit;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** One connection to a sink, on its own thread. */
final class SinkSession {
    private static final Duration FOREVER = Duration.ofDays(1);

    private final SmtpSink sink;
    private final SmtpLedger ledger;
    private final int number;
    private final Socket connection;
    private Socket socket;
    private SinkInput in;
    private OutputStream out;
    private boolean secured;
    private boolean signedIn;
    private boolean mailBegun;
    private String sender = "";
    private final List<String> recipients = new ArrayList<>();

    SinkSession(SmtpSink sink, int number, Socket socket) throws IOException {
        this.sink = sink;
        this.ledger = sink.ledger();
        this.number = number;
        this.connection = socket;
        this.socket = socket;
        out = replies(socket);
        in = new SinkInput(socket.getInputStream(), out, sink.options().lenient);
        signedIn = sink.options().user == null;
    }

    private OutputStream replies(Socket to) throws IOException {
        int packet = sink.options().packet;
        OutputStream octets = to.getOutputStream();
        return new BufferedOutputStream(packet > 0 ? new Packets(octets, packet) : octets);
    }

    void run() {
        try {
            if (sink.options().implicitTls) {
                secure();
            }
            answer(SmtpVerb.CONNECT, "", "220 sink.example ESMTP");
            while (true) {
                byte[] line = in.line();
                if (line == null) {
                    return;
                }
                ledger.command(number, line, !in.waitedForLine());
                if (!command(new String(line, StandardCharsets.UTF_8))) {
                    out.flush();
                    return;
                }
            }
        } catch (IOException e) {
            // The client has gone, or a rule wanted the end: both are what tests are about.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean command(String line) throws IOException, InterruptedException {
        int space = line.indexOf(' ');
        switch ((space < 0 ? line : line.substring(0, space)).toUpperCase(Locale.ROOT)) {
            case "EHLO" -> answer(SmtpVerb.EHLO, line, greeting());
            case "HELO" -> answer(SmtpVerb.HELO, line, "250 sink.example");
            case "STARTTLS" -> startTls(line);
            case "AUTH" -> auth(line);
            case "MAIL" -> mail(line);
            case "RCPT" -> rcpt(line);
            case "DATA" -> data(line);
            case "RSET" -> {
                forget();
                answer(SmtpVerb.RSET, line, "250 2.0.0 forgotten");
            }
            case "NOOP" -> answer(SmtpVerb.NOOP, line, "250 2.0.0 nothing done");
            case "QUIT" -> {
                answer(SmtpVerb.QUIT, line, "221 2.0.0 bye");
                return false;
            }
            default -> answer(SmtpVerb.OTHER, line, "500 5.5.1 unknown command");
        }
        return true;
    }

    private String greeting() {
        List<String> lines = new ArrayList<>();
        lines.add("sink.example");
        lines.addAll(sink.options().offers(secured));
        StringBuilder reply = new StringBuilder();
        for (int i = 0; i < lines.size(); i++) {
            reply.append(i == 0 ? "" : "\n")
                    .append(i + 1 < lines.size() ? "250-" : "250 ")
                    .append(lines.get(i));
        }
        return reply.toString();
    }

    private void startTls(String line) throws IOException, InterruptedException {
        boolean possible = sink.options().startTls && !secured;
        int code = answer(SmtpVerb.STARTTLS, line, possible ? "220 2.0.0 go ahead" : "502 5.5.1 not offered");
        if (code == 220) {
            out.flush();
            secure();
        }
    }

    private void secure() throws IOException {
        SSLContext context = sink.tls();
        if (context == null) {
            throw new IOException("a rule said 220, but the sink has no TLS");
        }
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(connection, null, true);
        tls.setUseClientMode(false);
        tls.startHandshake();
        socket = tls;
        out = replies(tls);
        in = new SinkInput(tls.getInputStream(), out, sink.options().lenient);
        secured = true;
    }

    private void auth(String line) throws IOException, InterruptedException {
        String[] words = line.split(" ", -1);
        String mechanism = words.length > 1 ? words[1].toUpperCase(Locale.ROOT) : "";
        String given;
        if (mechanism.equals("PLAIN")) {
            given = words.length > 2 ? decode(words[2]) : ask("");
            given = given.substring(given.indexOf('\0') + 1);
        } else {
            given = (words.length > 2 ? decode(words[2]) : ask("Username:")) + '\0' + ask("Password:");
        }
        boolean right = given.equals(sink.options().user + '\0' + sink.options().password);
        int code = answer(SmtpVerb.AUTH, line, right ? "235 2.7.0 welcome" : "535 5.7.8 wrong user or password");
        signedIn |= code == 235;
    }

    private String ask(String prompt) throws IOException {
        write("334 " + Base64.getEncoder().encodeToString(prompt.getBytes(StandardCharsets.UTF_8)) + "\r\n");
        out.flush();
        byte[] line = in.line();
        if (line == null) {
            throw new EOFException();
        }
        return decode(new String(line, StandardCharsets.UTF_8));
    }

    private static String decode(String base64) {
        return new String(Base64.getMimeDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    private void mail(String line) throws IOException, InterruptedException {
        int code = answer(
                SmtpVerb.MAIL,
                line,
                !signedIn
                        ? "530 5.7.0 sign in first"
                        : mailBegun ? "503 5.5.1 a mail is already begun" : "250 2.1.0 sender ok");
        if (code / 100 == 2) {
            mailBegun = true;
            sender = path(line);
        }
    }

    private void rcpt(String line) throws IOException, InterruptedException {
        int code = answer(SmtpVerb.RCPT, line, mailBegun ? "250 2.1.5 recipient ok" : "503 5.5.1 MAIL first");
        if (code / 100 == 2) {
            recipients.add(path(line));
        }
    }

    private void data(String line) throws IOException, InterruptedException {
        String who = String.join(" ", recipients);
        int code = answer(
                SmtpVerb.DATA, who.isEmpty() ? line : who, recipients.isEmpty() ? "503 5.5.1 RCPT first" : "354 go on");
        if (code != 354) {
            return;
        }
        out.flush();
        boolean[] acted = {!sink.mayInterruptData()};
        byte[] data = in.data(received -> {
            if (!acted[0]) {
                acted[0] = interruptData(received, who);
            }
        });
        if (data == null) {
            throw new EOFException();
        }
        ledger.reached(SmtpVerb.END_OF_DATA);
        SmtpRule rule = sink.rule(SmtpVerb.END_OF_DATA, who);
        boolean taken = rule == null || acceptsMail(rule);
        if (taken) {
            ledger.accept(number, secured, sender, recipients, data);
        }
        forget();
        if (rule == null) {
            write("250 2.0.0 accepted\r\n");
        } else {
            apply(rule);
        }
    }

    private boolean interruptData(long received, String who) throws IOException {
        SmtpRule rule = sink.rule(SmtpVerb.BODY, who);
        if (rule == null) {
            return false;
        }
        if (received < rule.afterOctets) {
            rule.giveBack();
            return false;
        }
        ledger.reached(SmtpVerb.BODY);
        try {
            apply(rule);
            out.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
        return true;
    }

    private static boolean acceptsMail(SmtpRule rule) {
        return switch (rule.kind) {
            case ACCEPT_AND_CLOSE -> true;
            case REPLY, REPLY_AND_CLOSE, TRICKLE -> rule.text.startsWith("2");
            case CLOSE, RESET, HANG, FLOOD -> false;
        };
    }

    private void forget() {
        mailBegun = false;
        sender = "";
        recipients.clear();
    }

    /** The path between the angle brackets, a quoted local part with brackets of its own included. */
    private static String path(String line) {
        int begin = line.indexOf('<');
        boolean quoted = false;
        for (int i = begin + 1; begin >= 0 && i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && quoted) {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == '>' && !quoted) {
                return line.substring(begin + 1, i);
            }
        }
        return line.substring(line.indexOf(':') + 1).strip();
    }

    /** Answers as a rule says, or as usual, and returns the reply code given, or 0. */
    private int answer(SmtpVerb verb, String line, String usual) throws IOException, InterruptedException {
        ledger.reached(verb);
        SmtpRule rule = sink.rule(verb, line);
        if (rule == null) {
            write(usual.replace("\n", "\r\n") + "\r\n");
            return code(usual);
        }
        apply(rule);
        return code(rule.text);
    }

    private static int code(String reply) {
        return reply.length() >= 3 && reply.substring(0, 3).chars().allMatch(c -> c >= '0' && c <= '9')
                ? Integer.parseInt(reply.substring(0, 3))
                : 0;
    }

    private void apply(SmtpRule rule) throws IOException, InterruptedException {
        if (rule.kind != SmtpRule.Kind.TRICKLE && !rule.delay.isZero()) {
            pause(rule.delay);
        }
        String octets = rule.text.replace("\n", "\r\n");
        switch (rule.kind) {
            case REPLY -> write(octets + "\r\n");
            case REPLY_AND_CLOSE -> {
                write(octets);
                end();
            }
            case CLOSE, ACCEPT_AND_CLOSE -> end();
            case RESET -> {
                out.flush(); // what was said before stays said
                connection.setSoLinger(true, 0);
                connection.close();
                throw new EOFException();
            }
            case HANG -> pause(FOREVER);
            case TRICKLE -> {
                for (char c : (octets + "\r\n").toCharArray()) {
                    pause(rule.delay);
                    out.write(c);
                    out.flush();
                }
            }
            case FLOOD -> {
                while (true) {
                    write(octets);
                }
            }
        }
    }

    private void pause(Duration duration) throws IOException, InterruptedException {
        out.flush();
        if (sink.pause(duration)) {
            throw new EOFException();
        }
    }

    private void end() throws IOException {
        out.flush();
        socket.close();
        throw new EOFException();
    }

    /** Cuts what it is given into packets of a few octets: without Nagle's algorithm each write is one. */
    private static final class Packets extends OutputStream {
        private final OutputStream octets;
        private final int size;

        Packets(OutputStream octets, int size) {
            this.octets = octets;
            this.size = size;
        }

        @Override
        public void write(int octet) throws IOException {
            octets.write(octet);
        }

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            for (int at = 0; at < count; at += size) {
                octets.write(source, from + at, Math.min(size, count - at));
            }
        }
    }

    private void write(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
