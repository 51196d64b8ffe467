package dev.hato.message;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Links of random texts around random tokens, written in both ways. */
final class TokenMarks implements MailLinks, TokenLinks {
    /** Has "From", which lines must not begin with, far more often than other texts do. */
    private static final String LETTERS = "FFFrom-_aZ09";

    private static final List<String> BEFORE = List.of(
            "https://t.example/c/",
            "https://t.example/?a=b&t=",
            "F",
            "From",
            ".",
            "https://t.example/" + "x".repeat(70));
    private static final List<String> AFTER =
            List.of("", "", "F", "Fro", "From", "-.", "?a=b&c", "y".repeat(60), "z".repeat(150));

    private final SharedLinks shared;
    private final String mail;
    private final List<String> own = new ArrayList<>();
    private final String ownPixel;
    private int put;

    private TokenMarks(SharedLinks shared, int links, int mailOctets, Random random) {
        this.shared = shared;
        this.mail = letters(mailOctets, random);
        for (int i = 0; i < links; i++) {
            own.add(letters(shared.linkOctets(), random));
        }
        ownPixel = letters(shared.linkOctets(), random);
    }

    /** Returns what the links of some mails have in common. */
    static SharedLinks shared(int links, int linkOctets, Random random) {
        List<SharedLinks.@Nullable Around> around = new ArrayList<>();
        for (int i = 0; i < links; i++) {
            around.add(random.nextInt(8) == 0 ? null : around(random));
        }
        return SharedLinks.of(around, random.nextInt(3) == 0 ? null : around(random), linkOctets);
    }

    private static SharedLinks.Around around(Random random) {
        return new SharedLinks.Around(
                AsciiText.of(BEFORE.get(random.nextInt(BEFORE.size()))),
                AsciiText.of(AFTER.get(random.nextInt(AFTER.size()))));
    }

    /** Returns the links of one mail. */
    static TokenMarks of(SharedLinks shared, int links, int mailOctets, Random random) {
        return new TokenMarks(shared, links, mailOctets, random);
    }

    private static String letters(int count, Random random) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
        }
        return letters.toString();
    }

    /** Returns how many links were put into mails as tokens. */
    int put() {
        return put;
    }

    /** Returns the same links without tokens. */
    MailLinks written() {
        return new MailLinks() {
            @Override
            public boolean write(int link, @Nullable String target, AsciiSink out) {
                return TokenMarks.this.write(link, target, out);
            }

            @Override
            public boolean writePixel(AsciiSink out) {
                return TokenMarks.this.writePixel(out);
            }
        };
    }

    @Override
    public boolean write(int link, @Nullable String target, AsciiSink out) {
        SharedLinks.Around around = shared.link(link);
        if (around == null) {
            out.put("https://single.example/?" + link + "&" + mail);
            return link % 2 == 0;
        }
        return write(around, own.get(link), out);
    }

    private boolean write(SharedLinks.Around around, String token, AsciiSink out) {
        out.put(around.before());
        out.put(mail + token);
        out.put(around.after());
        return true;
    }

    @Override
    public boolean writePixel(AsciiSink out) {
        SharedLinks.Around around = shared.pixel();
        return around != null && write(around, ownPixel, out);
    }

    @Override
    public @Nullable TokenLinks tokens() {
        return this;
    }

    @Override
    public SharedLinks shared() {
        return shared;
    }

    @Override
    public int mailOctets() {
        return mail.length();
    }

    @Override
    public void putMail(byte[] out, int at) {
        put(mail, out, at);
    }

    @Override
    public void putLinks(int[] links, byte[] out, int at) {
        for (int i = 0; i < links.length; i++) {
            put(links[i] == PIXEL ? ownPixel : own.get(links[i]), out, at + i * shared.linkOctets());
        }
        put += links.length;
    }

    private static void put(String text, byte[] out, int at) {
        byte[] octets = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(octets, 0, out, at, octets.length);
    }
}
