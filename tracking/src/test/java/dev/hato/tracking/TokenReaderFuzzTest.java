package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gives the reader what nobody would: it must answer nothing, and never throw. */
@Tag("R9.2")
class TokenReaderFuzzTest {
    private static final TrackingKeys KEYS =
            TrackingKeys.of(1, TestMails.secret(1)).andOlder(2, TestMails.secret(2));
    private static final TokenReader READER = new TokenReader(KEYS);

    private static final int ROUNDS = 100_000;

    private static void refused(String token) {
        for (Purpose purpose : new Purpose[] {Purpose.CLICK, Purpose.UNSUBSCRIBE}) {
            if (READER.read(purpose, token) != null) {
                fail("%s is read", token);
            }
        }
    }

    @Test
    void anyText_isRefused() {
        FuzzTime time = new FuzzTime();
        Random random = new Random(FuzzTime.seed(11));
        for (int i = 0; time.goesOn(i, ROUNDS / 10); i++) {
            StringBuilder text = new StringBuilder();
            int bound = random.nextBoolean() ? 0x80 : 0x10000;
            for (int length = random.nextInt(300); length > 0; length--) {
                text.append((char) random.nextInt(bound));
            }
            refused(text.toString());
        }
        refused("");
        refused("A".repeat(10_000_000));
    }

    @Test
    void anyBytes_areRefused() {
        FuzzTime time = new FuzzTime();
        Random random = new Random(FuzzTime.seed(12));
        for (int i = 0; time.goesOn(i, ROUNDS); i++) {
            byte[] bytes = new byte[random.nextInt(random.nextInt(20) == 0 ? 6_000 : 150)];
            random.nextBytes(bytes);
            if (bytes.length > 1 && random.nextInt(10) > 0) {
                bytes[0] = (byte) (1 + random.nextInt(2));
                bytes[1] = (byte) random.nextInt(12);
            }
            refused(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
        }
    }

    @Test
    void mutatedTokens_areRefused() {
        FuzzTime time = new FuzzTime();
        Random random = new Random(FuzzTime.seed(13));
        TokenWriter writer = new TokenWriter(KEYS);
        for (int i = 0; time.goesOn(i, ROUNDS); i++) {
            if (i % 100 == 0) {
                writer.mail(TestMails.random(random));
            }
            byte[] token = writer.token(Purpose.CLICK, i % TokenWriter.LAST_LINK, TestMails.detail(random));
            String before = new String(token, StandardCharsets.US_ASCII);
            StringBuilder text = new StringBuilder(before);
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, text.charAt(random.nextInt(text.length())));
                    case 2 -> text.setCharAt(at, text.charAt(random.nextInt(text.length())));
                    default -> text.delete(at, Math.min(text.length(), at + random.nextInt(8)));
                }
            }
            String after = text.toString();
            if (!after.equals(before)) {
                refused(after);
            }
        }
    }

    /** What only somebody with a key could make. */
    @Test
    void anyIdentityUnderAKey_isReadOrRefused() {
        FuzzTime time = new FuzzTime();
        Random random = new Random(FuzzTime.seed(14));
        int read = 0;
        int all = 0;
        for (int i = 0; time.goesOn(i, ROUNDS); i++) {
            all++;
            byte[] identity = new byte[6 * (1 + random.nextInt(12))];
            random.nextBytes(identity);
            for (int at = 0; at < identity.length; at++) {
                if (random.nextBoolean()) {
                    identity[at] = (byte) random.nextInt(20);
                }
            }
            if (Identities.read(identity, 0, identity.length) != null) {
                read++;
            }
        }
        assertThat(read).isBetween(100, all - 100);
    }
}
