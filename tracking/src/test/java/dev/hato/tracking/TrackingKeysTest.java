package dev.hato.tracking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R9.2")
class TrackingKeysTest {
    @Test
    void secrets_areNotShown() {
        byte[] secret = TestMails.secret(1);
        TrackingKeys keys = TrackingKeys.of(7, secret).andOlder(3, TestMails.secret(2));
        assertThat(keys).hasToString("TrackingKeys[current=7, all=[3, 7]]");
        assertThat(keys.current()).hasToString("SubKeys[7]");
        assertThat(keys.current().mailStream()).hasToString("KeyStream[…]");
    }

    @Test
    void wrongKeys_areRefusedWithoutShowingThem() {
        byte[] secret = TestMails.secret(1);
        for (int id : new int[] {-1, 0, 256}) {
            assertThatThrownBy(() -> TrackingKeys.of(id, secret))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(" " + id + ";")
                    .hasMessageContaining("1 to 255");
        }
        for (byte[] wrong : List.of(new byte[0], new byte[31], new byte[33], new byte[32])) {
            assertThatThrownBy(() -> TrackingKeys.of(1, wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        byte[] text = "0123456789abcdef0123456789abcde".getBytes(StandardCharsets.US_ASCII);
        assertThatThrownBy(() -> TrackingKeys.of(1, text))
                .message()
                .doesNotContain("0123", HexFormat.of().formatHex(text));
        TrackingKeys keys = TrackingKeys.of(1, secret);
        assertThatThrownBy(() -> keys.andOlder(1, TestMails.secret(2))).hasMessageContaining("already");
    }

    @Test
    void secret_isCopiedAndNewOnesDiffer() {
        byte[] secret = TestMails.secret(1);
        TrackingKeys keys = TrackingKeys.of(1, secret);
        TokenWriter writer = new TokenWriter(keys);
        writer.mail(TestMails.numbered(1));
        byte[] before = writer.token(Purpose.OPEN, 0, null);
        secret[0]++;
        TokenWriter again = new TokenWriter(keys);
        again.mail(TestMails.numbered(1));
        assertThat(again.token(Purpose.OPEN, 0, null)).isEqualTo(before);
        assertThat(TrackingKeys.newSecret()).hasSize(32).isNotEqualTo(TrackingKeys.newSecret());
    }

    @Test
    void eachUse_hasAKeyOfItsOwnMadeByHkdf() throws Exception {
        byte[] secret = TestMails.secret(1);
        SubKeys keys = new SubKeys(1, secret);
        Set<String> seen = new HashSet<>();
        List<String> uses =
                new ArrayList<>(List.of("mail/mac", "mail/cipher", "detail/cipher", "shared/mac", "shared/cipher"));
        for (Purpose purpose : Purpose.values()) {
            uses.add("link/mac/" + purpose.code());
        }
        for (String use : uses) {
            assertThat(seen.add(Base64.getEncoder().encodeToString(hkdf(secret, use))))
                    .isTrue();
        }
        assertThat(keys.mailMac()).isEqualTo(SipHash.Key.of(hkdf(secret, "mail/mac")));
        assertThat(keys.sharedMac()).isEqualTo(SipHash.Key.of(hkdf(secret, "shared/mac")));
        for (Purpose purpose : Purpose.values()) {
            assertThat(keys.linkMac(purpose)).isEqualTo(SipHash.Key.of(hkdf(secret, "link/mac/" + purpose.code())));
        }
        for (String use : List.of("mail", "detail", "shared")) {
            Field field = SubKeys.class.getDeclaredField(use + "Cipher");
            field.setAccessible(true);
            assertThat(((SecretKey) field.get(keys)).getEncoded()).isEqualTo(hkdf(secret, use + "/cipher"));
        }
    }

    private static byte[] hkdf(byte[] secret, String use) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        return mac.doFinal(("hato-tracking/1/" + use + "\u0001").getBytes(StandardCharsets.US_ASCII));
    }
}
