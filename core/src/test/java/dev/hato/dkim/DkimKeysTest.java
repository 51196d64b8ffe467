package dev.hato.dkim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class DkimKeysTest {
    private static final Instant JANUARY = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant FEBRUARY = Instant.parse("2026-02-01T00:00:00Z");
    private static final Instant MARCH = Instant.parse("2026-03-01T00:00:00Z");

    private static DkimKey key(String domain, String selector) {
        byte[] seed = new byte[32];
        seed[0] = (byte) selector.hashCode();
        return DkimKey.ofEd25519Seed(domain, selector, seed);
    }

    private static final DkimKey A = key("shop.example", "a");
    private static final DkimKey B = key("shop.example", "b");

    @Test
    void keysFor_inARotation_areTheOnesOfTheTime() {
        DkimKeys keys = DkimKeys.builder()
                .key(A, JANUARY, FEBRUARY)
                .key(B, FEBRUARY, MARCH)
                .build();

        assertThat(keys.keysFor("shop.example", JANUARY.minusNanos(1))).isEmpty();
        assertThat(keys.keysFor("shop.example", JANUARY)).containsExactly(A);
        assertThat(keys.keysFor("shop.example", FEBRUARY.minusNanos(1))).containsExactly(A);
        assertThat(keys.keysFor("Shop.EXAMPLE", FEBRUARY)).containsExactly(B);
        assertThat(keys.keysFor("shop.example", MARCH)).isEmpty();
    }

    @Test
    void keysFor_overlappingTimes_takesTheOneThatBeganLast() {
        DkimKeys keys = DkimKeys.builder().key(B, FEBRUARY, null).key(A).build();
        assertThat(keys.keysFor("shop.example", JANUARY)).containsExactly(A);
        assertThat(keys.keysFor("shop.example", FEBRUARY)).containsExactly(B);

        DkimKeys sameTime = DkimKeys.of(A, B);
        assertThat(sameTime.keysFor("shop.example", JANUARY)).containsExactly(B);
    }

    @Test
    void keysFor_bothKinds_areEd25519ThenRsa() {
        DkimKeys keys = DkimKeys.of(TestKeys.RSA, TestKeys.ED25519);

        assertThat(keys.keysFor("shop.example", JANUARY)).containsExactly(TestKeys.ED25519, TestKeys.RSA);
    }

    @Test
    void keysFor_exactAlignment_isTheDomainOnly() {
        DkimKeys keys = DkimKeys.of(A);

        assertThat(keys.keysFor("news.shop.example", JANUARY)).isEmpty();
        assertThat(keys.keysFor("example", JANUARY)).isEmpty();
    }

    @Test
    void keysFor_parentAlignment_isTheNearestDomainAbove() {
        DkimKey news = key("news.shop.example", "n");
        DkimKeys keys = DkimKeys.builder()
                .key(A)
                .key(news, FEBRUARY, null)
                .key(key("example", "tld"))
                .alignment(DkimKeys.Alignment.PARENT)
                .build();

        assertThat(keys.keysFor("shop.example", JANUARY)).containsExactly(A);
        assertThat(keys.keysFor("x.news.shop.example", FEBRUARY)).containsExactly(news);
        assertThat(keys.keysFor("x.news.shop.example", JANUARY)).containsExactly(A);
        assertThat(keys.keysFor("notshop.example", JANUARY)).isEmpty();
        assertThat(keys.keysFor("other.example", JANUARY)).isEmpty();
    }

    @Test
    void parentAlignment_signedMail_passesForTheParentAndNamesTheAuthorsDomain() {
        DkimSigner signer = DkimSigner.builder(DkimKeys.builder()
                        .key(A)
                        .alignment(DkimKeys.Alignment.PARENT)
                        .build())
                .build();
        var signed = signer.sign(TestMails.raw("From: a@news.shop.example", "", "x"), JANUARY);

        assertThat(DkimVerifier.of(TestKeys.published(A)).verify(signed, JANUARY))
                .singleElement()
                .isInstanceOfSatisfying(DkimResult.Pass.class, pass -> {
                    assertThat(pass.domain()).isEqualTo("shop.example");
                    assertThat(pass.identity()).isEqualTo("@news.shop.example");
                });
    }

    @Test
    void builder_contradictions_areRefused() {
        DkimKeys.Builder builder = DkimKeys.builder().key(A);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.key(B, FEBRUARY, JANUARY))
                .withMessageContaining("exchange");
        assertThatIllegalArgumentException().isThrownBy(() -> builder.key(B, FEBRUARY, FEBRUARY));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> builder.key(key("shop.example", "a"), MARCH, null))
                .withMessageContaining("selector");
        assertThatIllegalStateException().isThrownBy(() -> DkimKeys.builder().build());
    }
}
