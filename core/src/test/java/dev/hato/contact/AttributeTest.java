package dev.hato.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Year;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("R1.4")
class AttributeTest {
    /** One good value of each type; each is a wrong one for all the others. */
    private static Object good(AttributeType type) {
        return switch (type) {
            case TEXT -> "東京都";
            case NUMBER -> new BigDecimal("1980");
            case BOOLEAN -> true;
            case DATE -> LocalDate.of(1975, 4, 1);
            case INSTANT -> Instant.EPOCH;
            case TEXT_SET -> Set.of("staff");
        };
    }

    @ParameterizedTest
    @EnumSource
    void check_valueOfTheType_isTaken(AttributeType type) {
        Attribute<?> attribute = Attribute.of("x", type);

        assertThat(attribute.type()).isEqualTo(type);
        assertThat(attribute.check(good(type))).isEqualTo(good(type)).isInstanceOf(type.valueClass());
    }

    @ParameterizedTest
    @EnumSource
    void check_valueOfAnotherType_namesAttributeValueAndExpectedType(AttributeType type) {
        Attribute<?> attribute = Attribute.of("会員\u200Bランク", type);
        List<Object> wrong = new ArrayList<>(List.of(Year.of(1975), 'x', new Object[0], List.of(1)));
        Arrays.stream(AttributeType.values()).filter(other -> other != type).forEach(other -> wrong.add(good(other)));
        for (Object value : wrong) {
            assertThatThrownBy(() -> attribute.check(value))
                    .isInstanceOf(AttributeTypeException.class)
                    .hasMessageContaining("'会員\u200Bランク'")
                    .hasMessageContaining("takes a " + type.label())
                    .hasMessageContaining(value.getClass().getSimpleName());
        }
    }

    @Test
    void check_wrongValueWithLineBreaks_isEscapedAndCut() {
        assertThatThrownBy(() -> Attribute.number("price").check("12\r\n" + "9".repeat(500)))
                .hasMessageContaining("'12\\u000D\\u000A999")
                .satisfies(e -> assertThat(e.toString().lines()).hasSize(1))
                .satisfies(e -> assertThat(e.toString()).hasSizeLessThan(300));
    }

    @Test
    void check_null_isRefusedWithTheAdvice() {
        for (AttributeType type : AttributeType.values()) {
            assertThatThrownBy(() -> checkNull(Attribute.of("rank", type)))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("'rank'")
                    .hasMessageContaining("leave the attribute out");
        }
    }

    @SuppressWarnings("NullAway") // what a caller without null checks does
    private static void checkNull(Attribute<?> attribute) {
        attribute.check(null);
    }

    @Test
    void check_numbers_areExactAndCanonical() {
        NumberAttribute price = Attribute.number("price");

        assertThat(price.check(new BigDecimal("12.500"))).isEqualTo(new BigDecimal("12.5"));
        assertThat(price.check(new BigDecimal("1E+3"))).isEqualTo(new BigDecimal("1000"));
        assertThat(price.check(new BigDecimal("0.00"))).isEqualTo(BigDecimal.ZERO);
        assertThat(price.check(BigInteger.TEN.pow(30))).isEqualTo(new BigDecimal("1" + "0".repeat(30)));
        assertThat(price.check(7))
                .isEqualTo(price.check(7L))
                .isEqualTo(price.check((short) 7))
                .isEqualTo(price.check((byte) 7));
        assertThat(price.check(0.1)).isEqualTo(new BigDecimal("0.1"));
        assertThat(price.check(0.1f)).isEqualTo(new BigDecimal("0.1"));
        for (Object none : new Object[] {Double.NaN, Double.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            assertThatThrownBy(() -> price.check(none)).isInstanceOf(AttributeTypeException.class);
        }
    }

    @Test
    void check_textSet_isAnImmutableSortedCopy() {
        TextSetAttribute tags = Attribute.textSet("tags");
        List<String> given = new ArrayList<>(List.of("b", "a", "b"));
        Set<String> checked = tags.check(given);
        given.clear();

        assertThat(checked).containsExactly("a", "b");
        assertThatThrownBy(() -> checked.add("c")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> tags.check(Arrays.asList("a", 1))).isInstanceOf(AttributeTypeException.class);
        assertThatThrownBy(() -> tags.check(Arrays.asList("a", null))).isInstanceOf(AttributeTypeException.class);
    }

    @Test
    void equals_nameAndType_decide() {
        assertThat(Attribute.text("a")).isEqualTo(Attribute.text("a")).hasSameHashCodeAs(Attribute.text("a"));
        assertThat(Attribute.text("a")).isNotEqualTo(Attribute.text("b")).isNotEqualTo(Attribute.number("a"));
    }

    @Test
    void declare_badName_isRefused() {
        for (String name : List.of("", " ", "a\nb", "x".repeat(Attribute.MAX_NAME_LENGTH + 1))) {
            assertThatThrownBy(() -> Attribute.text(name)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(Attribute.text("x".repeat(Attribute.MAX_NAME_LENGTH)).name()).hasSize(Attribute.MAX_NAME_LENGTH);
    }
}
