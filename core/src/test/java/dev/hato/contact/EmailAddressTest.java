package dev.hato.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EmailAddressTest {
    @ParameterizedTest
    @CsvSource({
        "' hanako@example.jp ', hanako@example.jp",
        "'\u3000hanako@example.jp\u3000', hanako@example.jp",
        "'\uFEFFhanako@example.jp', hanako@example.jp",
        "ｈａｎａｋｏ＠ｅｘａｍｐｌｅ．ｊｐ, hanako@example.jp",
        "Hanako@EXAMPLE.JP, Hanako@example.jp",
        "hanako@例え.jp, hanako@xn--r8jz45g.jp",
        "hanako@例え。jp, hanako@xn--r8jz45g.jp",
        "'\"hanako\"@example.jp', hanako@example.jp"
    })
    @Tag("R1.1")
    void of_padsWidthsAndDomains_areNormalised(String input, String value) {
        assertThat(EmailAddress.of(input).value()).isEqualTo(value);
    }

    @Test
    @Tag("R1.1")
    void equals_otherCase_isTheSameAddressButKeepsItsCase() {
        EmailAddress upper = EmailAddress.of("Hanako@Example.jp");
        EmailAddress lower = EmailAddress.of("hanako@example.jp");
        assertThat(upper).isEqualTo(lower).hasSameHashCodeAs(lower).isEqualByComparingTo(lower);
        assertThat(upper.key()).isEqualTo(lower.key());
        assertThat(upper.wire()).isEqualTo("Hanako@example.jp");
        assertThat(upper).isNotEqualTo(EmailAddress.of("hanako@example.com"));
    }

    @ParameterizedTest
    @CsvSource({
        "a..b@docomo.ne.jp, '\"a..b\"@docomo.ne.jp'",
        "abc.@ezweb.ne.jp, '\"abc.\"@ezweb.ne.jp'",
        "abc.@au.com, '\"abc.\"@au.com'",
        "a..b@pdx.willcom.com, '\"a..b\"@pdx.willcom.com'",
        "a.b@docomo.ne.jp, a.b@docomo.ne.jp",
        "'\"a b\"@example.jp', '\"a b\"@example.jp'",
        "'\"a\\\"b\"@example.jp', '\"a\\\"b\"@example.jp'"
    })
    @Tag("R1.2")
    void wire_localPart_isQuotedWhereTheWireNeedsIt(String input, String wire) {
        EmailAddress address = EmailAddress.of(input);
        assertThat(address.wire()).isEqualTo(wire);
        assertThat(EmailAddress.of(wire)).isEqualTo(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a..b@gmail.com",
                "abc.@example.com",
                ".abc@docomo.ne.jp",
                "a..b@notau.com",
                "a..b@jp",
                "a..b@example.jp.com"
            })
    @Tag("R1.2")
    void of_strayDotsElsewhere_areRefused(String input) {
        assertThatThrownBy(() -> EmailAddress.of(input)).isInstanceOf(InvalidAddressException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "hanako",
                "@example.jp",
                "hanako@",
                "a@b@example.jp",
                "<hanako@example.jp>",
                "hanako@example.jp>",
                "hanako@example.jp\r\nRCPT TO:<x@example.jp>",
                "hanako@example.jp\u0000",
                "hana ko@example.jp",
                "\"a\"b@example.jp",
                "\"a@example.jp",
                "hanako@[127.0.0.1]",
                "hanako@127.0.0.1",
                "hanako@-example.jp",
                "hanako@exam_ple.jp",
                "hanako@example..jp",
                "hanako@example.jp.",
                "hanako@stra\u00DFe.example",
                "@relay.example,@b:hanako@example.jp",
                "hanako(comment)@example.jp",
                "hana\u2028ko@example.jp",
                "\uD800@example.jp"
            })
    @Tag("R1.1")
    void of_noAddress_isRefusedWithAReason(String input) {
        assertThat(EmailAddress.ofNullable(input)).isNull();
        assertThatThrownBy(() -> EmailAddress.of(input))
                .isInstanceOfSatisfying(
                        InvalidAddressException.class,
                        e -> assertThat(e.reason()).isNotBlank());
    }

    @Test
    void toString_address_isRedacted() {
        EmailAddress address = EmailAddress.of("hanako@example.jp");
        assertThat(address).hasToString("h***@example.jp");
        assertThat(EmailAddress.of("花子@example.jp").redacted()).isEqualTo("花***@example.jp");
        assertThatThrownBy(() -> EmailAddress.of("hanako@exam ple.jp")).hasMessageNotContaining("hanako");
    }

    @Test
    void isAscii_localPart_decides() {
        assertThat(EmailAddress.of("hanako@日本語.jp").isAscii()).isTrue();
        assertThat(EmailAddress.of("花子@example.jp").isAscii()).isFalse();
    }
}
