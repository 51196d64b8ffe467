package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.hato.contact.ContactId;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.2")
class TokenTest {
    private static final String DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    private static final TrackingKeys KEYS = TrackingKeys.of(1, TestMails.secret(1));
    private static final TokenReader READER = new TokenReader(KEYS);

    private static String token(
            TrackingKeys keys, Purpose purpose, TrackedMail mail, int link, @Nullable String detail) {
        TokenWriter writer = new TokenWriter(keys);
        writer.mail(mail);
        return new String(writer.token(purpose, link, detail), StandardCharsets.US_ASCII);
    }

    @Test
    void token_tellsWhatItWasMadeOf() {
        Random random = new Random(7);
        TokenWriter writer = new TokenWriter(KEYS);
        for (int i = 0; i < 5_000; i++) {
            TrackedMail mail = TestMails.random(random);
            Purpose purpose = TestMails.purpose(random.nextInt(100));
            int link = random.nextInt(TokenWriter.LAST_LINK);
            String detail = TestMails.detail(random);
            writer.mail(mail);
            String token = new String(writer.token(purpose, link, detail), StandardCharsets.US_ASCII);
            assertThat(READER.read(purpose, token)).isEqualTo(new TrackedLink(purpose, mail, link, false, detail));
            assertThat(token).matches("[A-Za-z0-9_-]+");
        }
    }

    @Test
    void longestParts_fit() {
        TrackedMail mail =
                new TrackedMail("鳩".repeat(100), "鳩".repeat(200), "鳩".repeat(100), ContactId.of("鳩".repeat(100)), true);
        String detail = "https://shop.example/" + "x".repeat(TokenWriter.LONGEST_DETAIL - 21);
        String token = token(KEYS, Purpose.CLICK, mail, 3, detail);
        assertThat(READER.read(Purpose.CLICK, token)).isEqualTo(new TrackedLink(Purpose.CLICK, mail, 3, false, detail));
        assertThatThrownBy(() -> token(KEYS, Purpose.CLICK, mail, 3, detail + "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void tokenOfADelivery_isShort() {
        TrackedMail mail =
                new TrackedMail("delivery:" + new UUID(1, 2), "mail", "", ContactId.of(new UUID(-3, 4).toString()));
        assertThat(token(KEYS, Purpose.OPEN, mail, 0, null)).hasSize(96);
        TrackedMail numbered = new TrackedMail("delivery:" + new UUID(1, 2), "mail", "", ContactId.of(1_234_567));
        assertThat(token(KEYS, Purpose.OPEN, numbered, 0, null)).hasSize(80);
    }

    @Test
    void sameMailAgain_hasTheSameTokens() {
        TrackedMail mail = TestMails.random(new Random(1));
        assertThat(token(KEYS, Purpose.CLICK, mail, 1, "https://shop.example/"))
                .isEqualTo(token(KEYS, Purpose.CLICK, mail, 1, "https://shop.example/"));
    }

    @Test
    void idsThatLookAlike_areToldApart() {
        List<String> ids = List.of(
                "0",
                "00",
                "1",
                "01",
                "-1",
                "123456789012345678",
                "1234567890123456789",
                "9223372036854775808",
                "mail",
                "delivery:",
                "delivery:7",
                "delivery:07",
                "delivery:mail",
                "6f1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4e",
                "6F1C4C1E-7D0A-4C39-9B7E-5F0A3D1C2B4E",
                "6f1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4g",
                "6f1c4c1e7d0a4c399b7e5f0a3d1c2b4e",
                "delivery:6f1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4e",
                "delivery:6F1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4e",
                "６f1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4e",
                "x".repeat(95),
                "x".repeat(96),
                "鳩");
        Map<String, String> seen = new HashMap<>();
        for (String id : ids) {
            TrackedMail mail = new TrackedMail(id, id, id, ContactId.of(id));
            String token = token(KEYS, Purpose.OPEN, mail, 0, null);
            assertThat(seen.put(token, id)).isNull();
            TrackedLink link = READER.read(Purpose.OPEN, token);
            assertThat(Objects.requireNonNull(link).mail()).as(id).isEqualTo(mail);
        }
    }

    @Test
    void everyBitFlippedAndEveryTruncation_isRefused() {
        Random random = new Random(2);
        TokenWriter writer = new TokenWriter(KEYS);
        TokenMill mill = new TokenMill(KEYS, "https://t.shop.example/");
        long tried = 0;
        for (int i = 0; i < 1_000; i++) {
            String detail = TestMails.detail(random);
            Purpose purpose = TestMails.purpose(i);
            writer.mail(TestMails.random(random));
            String token = i % 4 == 3 && detail != null
                    ? TestMails.token(writer, purpose, i, mill.shared(detail, false))
                    : new String(writer.token(purpose, i, detail), StandardCharsets.US_ASCII);
            assertThat(READER.read(purpose, token)).isNotNull();
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            for (int bit = 0; bit < 8 * bytes.length; bit++) {
                byte[] flipped = bytes.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                String altered = Base64.getUrlEncoder().withoutPadding().encodeToString(flipped);
                assertThat(READER.read(purpose, altered) == null)
                        .as("bit %d of %s", bit, token)
                        .isTrue();
                tried++;
            }
            for (int length = 0; length < token.length(); length++) {
                String cut = token.substring(0, length);
                assertThat(READER.read(purpose, cut) == null)
                        .as("%d characters of %s", length, token)
                        .isTrue();
                assertThat(READER.read(purpose, token.substring(token.length() - length)) == null)
                        .isTrue();
                tried += 2;
            }
        }
        assertThat(tried).isGreaterThan(500_000);
    }

    @Test
    void everyOtherSpelling_isRefused() {
        Random random = new Random(3);
        Set<Integer> lengths = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            String token = token(KEYS, Purpose.CLICK, TestMails.random(random), i, TestMails.detail(random));
            lengths.add(token.length() % 4);
            List<String> spellings = new ArrayList<>(List.of(
                    token + "=",
                    token + "==",
                    token + "A",
                    token + " ",
                    " " + token,
                    token + "\n",
                    token + "\u0000",
                    token + token,
                    token + "/",
                    token.substring(0, 8) + "%" + token.substring(8),
                    token.substring(0, 8) + "\r\n" + token.substring(8),
                    token.substring(0, 8) + "é" + token.substring(9),
                    token.substring(0, 8) + "\uFF21" + token.substring(9)));
            for (int d = 0; d < DIGITS.length(); d++) {
                spellings.add(token.substring(0, token.length() - 1) + DIGITS.charAt(d));
            }
            spellings.remove(token);
            if (token.indexOf('-') >= 0 || token.indexOf('_') >= 0) {
                spellings.add(token.replace('-', '+').replace('_', '/'));
            }
            assertThat(spellings).allMatch(spelling -> READER.read(Purpose.CLICK, spelling) == null);
        }
        assertThat(lengths).as("tokens with and without spare bits").contains(0, 2, 3);
    }

    @Test
    void otherPurpose_isRefused() {
        TrackedMail mail = TestMails.random(new Random(4));
        for (Purpose made : Purpose.values()) {
            String token = token(KEYS, made, mail, 0, "news");
            for (Purpose asked : Purpose.values()) {
                assertThat(READER.read(asked, token) != null).isEqualTo(asked == made);
            }
        }
    }

    @Test
    void partsOfTwoTokens_areRefused() {
        Random random = new Random(5);
        String one = token(KEYS, Purpose.CLICK, TestMails.numbered(1), 1, "https://shop.example/a");
        String two = token(KEYS, Purpose.CLICK, TestMails.numbered(2), 1, "https://shop.example/b");
        assertThat(one).hasSameSizeAs(two);
        for (int at = 1; at < one.length(); at++) {
            String mixed = one.substring(0, at) + two.substring(at);
            assertThat(READER.read(Purpose.CLICK, mixed) == null || mixed.equals(one) || mixed.equals(two))
                    .isTrue();
        }
        TokenWriter writer = new TokenWriter(KEYS);
        TokenMill mill = new TokenMill(KEYS, "https://t.shop.example/");
        writer.mail(TestMails.random(random));
        Detail shop = mill.shared("https://shop.example/", false);
        Detail other = mill.shared("https://else.example/", false);
        String token = TestMails.token(writer, Purpose.CLICK, 1, shop);
        String characters = other.characters().toString();
        String swapped = token.substring(0, token.length() - characters.length()) + characters;
        assertThat(READER.read(Purpose.CLICK, token)).isNotNull();
        assertThat(READER.read(Purpose.CLICK, swapped)).isNull();
    }

    @Test
    void newKey_keepsOldLinksWorking() {
        TrackedMail mail = TestMails.random(new Random(6));
        String old = token(KEYS, Purpose.CLICK, mail, 1, "https://shop.example/");
        TrackingKeys rotated = TrackingKeys.of(2, TestMails.secret(2)).andOlder(1, TestMails.secret(1));
        TokenReader reader = new TokenReader(rotated);
        String fresh = token(rotated, Purpose.CLICK, mail, 1, "https://shop.example/");
        assertThat(reader.read(Purpose.CLICK, old))
                .isEqualTo(reader.read(Purpose.CLICK, fresh))
                .isNotNull();
        assertThat(fresh).isNotEqualTo(old);
        assertThat(READER.read(Purpose.CLICK, fresh)).as("its key is unknown").isNull();
        TokenReader later = new TokenReader(TrackingKeys.of(2, TestMails.secret(2)));
        assertThat(later.read(Purpose.CLICK, old)).as("its key is gone").isNull();
    }

    @Test
    void otherSecretUnderTheSameNumber_isRefused() {
        String token = token(TrackingKeys.of(1, TestMails.secret(9)), Purpose.OPEN, TestMails.numbered(1), 0, null);
        assertThat(READER.read(Purpose.OPEN, token)).isNull();
    }

    @Test
    void tokens_areMadeWithoutAllocation() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        TokenWriter writer = new TokenWriter(KEYS);
        Detail detail = writer.shared("https://shop.example/spring?color=blue", false);
        String[] contacts = new String[500];
        Arrays.setAll(contacts, i -> new UUID(i, ~i).toString());
        byte[] out = new byte[1_000];
        long allocated = 0;
        for (int round = 0; round < 3; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (String contact : contacts) {
                writer.mail("delivery:1042", "mail", "", contact, false);
                for (int link = 0; link < 8; link++) {
                    writer.write(Purpose.CLICK, link, detail, out, 0);
                }
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated / (8L * contacts.length)).as("bytes a link").isLessThan(8);
    }

    @Test
    void table_isAuthenticatedToo() {
        Map<Integer, String> kept = new HashMap<>(Map.of(4, "https://shop.example/spring"));
        LinkTable table = new LinkTable() {
            @Override
            public void keep(String source, String step, Map<Integer, String> targets) {
                kept.putAll(targets);
            }

            @Override
            public @Nullable String target(TrackedMail mail, int link) {
                return kept.get(link);
            }
        };
        TokenReader reader = new TokenReader(KEYS, (mail, number) -> null, table);
        TokenWriter writer = new TokenWriter(KEYS);
        writer.mail(TestMails.numbered(1));
        Detail detail = new TokenMill(KEYS, "https://t.shop.example/").shared("https://shop.example/spring", true);
        String token = TestMails.token(writer, Purpose.CLICK, 4, detail);
        assertThat(token).hasSizeLessThan(100);
        assertThat(reader.read(Purpose.CLICK, token))
                .isEqualTo(
                        new TrackedLink(Purpose.CLICK, TestMails.numbered(1), 4, false, "https://shop.example/spring"));
        assertThat(READER.read(Purpose.CLICK, token)).as("no table").isNull();
        kept.put(4, "https://evil.example/");
        assertThat(reader.read(Purpose.CLICK, token))
                .as("the table was changed")
                .isNull();
        kept.remove(4);
        assertThat(reader.read(Purpose.CLICK, token))
                .as("the table was emptied")
                .isNull();
    }
}
