package dev.hato.tracking;

import dev.hato.contact.ContactId;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Mails, links and secrets for tests. */
final class TestMails {
    private static final List<Purpose> PURPOSES = List.of(Purpose.values());

    private TestMails() {}

    /** Returns a secret, the same for the same number. */
    static byte[] secret(int number) {
        byte[] secret = new byte[TrackingKeys.SECRET_LENGTH];
        new Random(number).nextBytes(secret);
        return secret;
    }

    /** Returns a delivery's mail to the contact with this number. */
    static TrackedMail numbered(long contact) {
        return new TrackedMail(
                "delivery:6f1c4c1e-7d0a-4c39-9b7e-5f0a3d1c2b4e", "mail", "", ContactId.of(1_000_000 + contact));
    }

    /** Returns one purpose after another. */
    static Purpose purpose(int number) {
        return PURPOSES.get(number % PURPOSES.size());
    }

    /** Returns any mail. */
    static TrackedMail random(Random random) {
        return new TrackedMail(
                text(random, "s"),
                text(random, "t"),
                random.nextBoolean() ? "" : text(random, ""),
                contact(random),
                random.nextInt(8) == 0);
    }

    private static ContactId contact(Random random) {
        return ContactId.of(text(random, "c"));
    }

    private static String text(Random random, String start) {
        return switch (random.nextInt(6)) {
            case 0 -> new UUID(random.nextLong(), random.nextLong()).toString();
            case 1 -> "delivery:" + new UUID(random.nextLong(), random.nextLong());
            case 2 -> Long.toString(random.nextLong() >>> random.nextInt(64));
            case 3 -> start + "ようこそ".substring(random.nextInt(4)) + "🕊";
            case 4 -> "delivery:" + random.nextInt(100_000);
            default -> start + "x".repeat(1 + random.nextInt(90));
        };
    }

    /** Returns what a link is about, or null. */
    static @Nullable String detail(Random random) {
        int length = random.nextInt(60) - 20;
        return length <= 0 ? null : "https://shop.example/商品?i=" + "x".repeat(length);
    }

    /** Returns a token with a detail that was made ready. */
    static String token(TokenWriter writer, Purpose purpose, int link, Detail detail) {
        byte[] out = new byte[writer.length(detail)];
        int end = writer.write(purpose, link, detail, out, 0);
        return new String(out, 0, end, StandardCharsets.US_ASCII);
    }
}
