package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.contact.Attribute;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.contact.TextAttribute;
import dev.hato.message.Fields;
import dev.hato.message.MailContext;
import dev.hato.message.Mailbox;
import dev.hato.message.Message;
import dev.hato.message.MessageTemplate;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Looks at links as somebody does who has many of them, and no key. */
@Tag("R9.2")
class TokenPrivacyTest {
    private static final int CONTACTS = 5_000;
    private static final int WINDOW = 8;
    private static final Pattern LINK = Pattern.compile("https://t\\.shop\\.example/([co])/([A-Za-z0-9_-]+)");
    private static final TextAttribute NAME = Attribute.text("name");
    private static final List<String> SOURCES = List.of("delivery:autumn-sale", "delivery:" + new UUID(7, 8));

    private final Tracking tracking = Tracking.at(URI.create("https://t.shop.example"))
            .signedWith(TrackingKeys.of(1, TestMails.secret(1)))
            .build();
    private final MessageTemplate template = MessageTemplate.named("spring")
            .subject("春")
            .html("<a href=\"https://shop.example/sale\">1</a>"
                    + "<a href=\"https://shop.example/my?mail={{ contact.email }}&name={{ contact.name }}\">2</a>")
            .text("https://shop.example/my/{{ contact.email }}")
            .build();

    private static Contact contact(int number, Random random) {
        String id = switch (number % 3) {
            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> Integer.toString(70_000_000 + number);
            default -> "customer-" + number;
        };
        return Contact.of(ContactId.of(id), EmailAddress.of("hanako." + number + "@example.jp"))
                .with(NAME, "山田花子" + number);
    }

    private MailContext context(Contact contact, String source) {
        return new MailContext(
                contact, new MailContext.Key(source, "mail", ""), "spring-sale", "spring-news", true, false);
    }

    /** Returns the tokens of one mail: three clicks, an open, and a way to unsubscribe. */
    private List<String> tokens(Contact contact, String source) {
        template.links();
        Message filled = template.render(
                new Mailbox(null, contact.address()), Mailbox.of("news@shop.example"), Fields.ofContact(contact));
        Message sent = tracking.transformer().transform(filled, context(contact, source));
        List<String> tokens = new ArrayList<>();
        for (String part : List.of(Objects.requireNonNull(sent.html()), Objects.requireNonNull(sent.text()))) {
            assertThat(part).doesNotContain("hanako", "山田", contact.id().value());
            Matcher link = LINK.matcher(part);
            while (link.find()) {
                tokens.add(link.group(2));
            }
        }
        assertThat(tokens).hasSize(4);
        String leave = tracking.link(
                        Purpose.UNSUBSCRIBE, new TrackedMail(source, "mail", "", contact.id()), "spring-news")
                .toString();
        tokens.add(leave.substring(leave.lastIndexOf('/') + 1));
        return tokens;
    }

    private static List<byte[]> secrets(Contact contact, String source) {
        List<byte[]> secrets = new ArrayList<>();
        List<String> texts = List.of(
                contact.id().value(),
                contact.address().value(),
                "hanako",
                "example.jp",
                "山田花子",
                "shop.example",
                "spring-news",
                "delivery",
                source.substring(source.indexOf(':') + 1));
        for (String text : texts) {
            secrets.add(text.getBytes(StandardCharsets.UTF_8));
            secrets.add(text.getBytes(StandardCharsets.UTF_16BE));
            secrets.add(text.toUpperCase(Locale.ROOT).getBytes(StandardCharsets.UTF_8));
            if (text.length() == 36) {
                UUID uuid = UUID.fromString(text);
                secrets.add(ByteBuffer.allocate(8)
                        .putLong(uuid.getMostSignificantBits())
                        .array());
                secrets.add(ByteBuffer.allocate(8)
                        .putLong(uuid.getLeastSignificantBits())
                        .array());
            }
        }
        return secrets;
    }

    private static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** All runs of eight bytes. */
    private static final class Windows {
        private long[] windows = new long[1 << 20];
        private int size;

        void add(byte[] bytes, int from, int to) {
            ByteBuffer buffer = ByteBuffer.wrap(bytes);
            for (int i = from; i + WINDOW <= to; i++) {
                if (size == windows.length) {
                    windows = Arrays.copyOf(windows, 2 * size);
                }
                windows[size++] = buffer.getLong(i);
            }
        }

        /** Returns how many come up again. */
        long again() {
            long[] sorted = Arrays.copyOf(windows, size);
            Arrays.sort(sorted);
            return IntStream.range(1, size)
                    .filter(i -> sorted[i] == sorted[i - 1])
                    .count();
        }
    }

    @Test
    void tenThousandMails_showNothingOfTheirRecipients() {
        Random random = new Random(1);
        Windows hidden = new Windows();
        Windows tags = new Windows();
        long[] frequencies = new long[256];
        byte[] sale = null;
        for (int i = 0; i < CONTACTS; i++) {
            Contact contact = contact(i, random);
            for (String source : SOURCES) {
                List<String> tokens = tokens(contact, source);
                List<String> secrets = secrets(contact, source).stream()
                        .map(TokenPrivacyTest::latin)
                        .toList();
                int head = 0;
                for (String token : tokens) {
                    byte[] bytes = Base64.getUrlDecoder().decode(token);
                    String read = latin(bytes);
                    assertThat(secrets.stream().filter(secret -> read.contains(secret) || token.contains(secret)))
                            .as(token)
                            .isEmpty();
                    boolean first = head == 0;
                    head = 18 + (bytes[1] & 0xFF) * 6;
                    int end = bytes.length;
                    if (first) {
                        byte[] same = Arrays.copyOfRange(bytes, head + 18, end);
                        assertThat(sale == null || Arrays.equals(sale, same))
                                .as("where all mails lead")
                                .isTrue();
                        sale = same;
                        end = head + 18;
                    }
                    hidden.add(bytes, first ? 2 : head, head);
                    tags.add(bytes, head, head + 16);
                    hidden.add(bytes, head + 18, end);
                    for (int at = first ? 2 : head + 18; at < (first ? head : end); at++) {
                        frequencies[bytes[at] & 0xFF]++;
                    }
                }
            }
        }
        assertThat(hidden.size).isGreaterThan(1_500_000);
        assertThat(hidden.again())
                .as("what two identities or details have in common")
                .isZero();
        assertThat(tags.again()).as("what two tags have in common").isZero();
        assertThat(chiSquare(frequencies)).as("255 degrees of freedom").isBetween(160.0, 360.0);
    }

    private static double chiSquare(long[] frequencies) {
        double expected = Arrays.stream(frequencies).sum() / (double) frequencies.length;
        assertThat(expected).isGreaterThan(1_000);
        return Arrays.stream(frequencies)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }
}
