package dev.hato.segment;

import static dev.hato.segment.Conditions.event;
import static dev.hato.segment.Conditions.not;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hato.contact.Attribute;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("R4.1")
class SegmentJsonTest {
    private static final Instant NOW = Instant.parse("2026-05-31T15:00:00.123456Z");
    private static final String SAMPLE = """
            {"hato.segment": 1, "name": "lapsed", "condition": {"allOf": [
              {"text": {"attribute": "prefecture", "in": ["東京都", "大阪府"]}},
              {"sum": {"event": "purchase", "attribute": "amount", "atLeast": 50000.50}},
              {"last": {"event": "purchase", "before": {"calendar": "P-90D"}}},
              {"not": {"textSet": {"attribute": "tags", "containsAny": ["staff"]}}}]}}
            """;

    @Test
    void fromJson_ofASegmentWrittenByHand_isTheSameAsInJava() {
        assertThat(Segment.fromJson(SAMPLE))
                .isEqualTo(Segment.of(
                        "lapsed",
                        Conditions.allOf(
                                Attribute.text("prefecture").in("東京都", "大阪府"),
                                event("purchase")
                                        .sum(Attribute.number("amount"))
                                        .atLeast(new BigDecimal("50000.5")),
                                event("purchase").last().before(Conditions.daysAgo(90)),
                                not(Attribute.textSet("tags").contains("staff")))));
    }

    @Test
    void toJson_ofRandomSegments_readsBackEqual() {
        RandomConditions conditions = new RandomConditions(new Random(11), NOW);
        for (int i = 0; i < 3_000; i++) {
            Segment segment = Segment.of("s" + i, conditions.condition(5));
            String json = segment.toJson();
            assertThat(Segment.fromJson(json)).isEqualTo(segment);
            assertThat(Segment.fromJson(json).toJson()).isEqualTo(json);
            assertThat(segment.condition().toString()).isNotBlank();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"hato.segment\": 1 | \"hato.segment\": 2 | $['hato.segment'] | version 2",
                "\"name\": \"lapsed\" | \"name\": 7 | $.name | expected a string, but found a number",
                "\"name\": \"lapsed\" | \"name\": \" \" | $.name | blank",
                "\"name\": \"lapsed\" | \"title\": \"lapsed\" | $ | \"name\" is missing",
                "\"name\": \"lapsed\" | \"name\": \"a\", \"name\": \"b\" | $.name | twice",
                "\"name\": \"lapsed\" | \"name\": \"a\", \"extra\": null | $.extra | unknown property 'extra'",
                "\"amount\", | 5, | $.condition.allOf[1].sum.attribute | expected a string",
                "50000.50 | \"50000\" | $.condition.allOf[1].sum.atLeast | expected a number",
                "50000.50 | 1e999999999 | $.condition.allOf[1].sum.atLeast | too many digits",
                "50000.50 | 1, \"atMost\": 2 | $.condition.allOf[1].sum | exactly one of",
                "\"atLeast\" | \"atleast\" | $.condition.allOf[1].sum.atleast | unknown property",
                "P-90D | 90 days | $.condition.allOf[2].last.before.calendar | ISO 8601",
                "\"text\" | \"txt\" | $.condition.allOf[0].txt | unknown property 'txt'",
                "\"大阪府\" | \"東京都\" | $.condition.allOf[0].text.in[1] | twice",
                "\"大阪府\" | null | $.condition.allOf[0].text.in[1] | but found null",
                "[\"staff\"]}}}]}} | [\"staff\"]}}}]}} x | $ | ",
                "\"大阪府\"] | \"大阪府\" | $.condition.allOf[0].text.in | cannot be read",
            })
    void fromJson_ofAnythingElse_namesThePath(String from, String to, String path, String message) {
        assertThat(SAMPLE).contains(from);
        assertThatThrownBy(() -> Segment.fromJson(SAMPLE.replace(from, to)))
                .isInstanceOfSatisfying(SegmentFormatException.class, e -> {
                    assertThat(e.path()).startsWith(path);
                    assertThat(e.getMessage()).contains(path).contains(message == null ? "" : message);
                });
    }

    @Test
    void fromJson_ofAConditionThatAnEventCannotAnswer_namesIt() {
        String json = """
            {"hato.segment": 1, "name": "x", "condition": {"count": {"event": "buy", "atLeast": 1,
              "where": {"count": {"event": "buy", "atLeast": 1}}}}}
            """;
        assertThatThrownBy(() -> Segment.fromJson(json))
                .isInstanceOf(SegmentFormatException.class)
                .hasMessageContaining("$.condition.count.where")
                .hasMessageContaining("only properties");
    }

    @Test
    void nesting_beyondTheLimit_isRefusedInJavaAndInJson() {
        Condition deepest = nested(Segment.MAX_DEPTH);
        Segment segment = Segment.of("deep", deepest);
        assertThat(Segment.fromJson(segment.toJson())).isEqualTo(segment);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Segment.of("deep", not(deepest)))
                .withMessageContaining("64");
        for (String open : List.of("{\"not\":", "{\"allOf\":[", "[", "{\"count\":{\"event\":\"e\",\"where\":")) {
            String json = "{\"hato.segment\":1,\"name\":\"x\",\"condition\":" + open.repeat(100_000);
            assertThatThrownBy(() -> Segment.fromJson(json)).isInstanceOf(SegmentFormatException.class);
        }
    }

    private static Condition nested(int depth) {
        Condition condition = Attribute.text("x").is("y");
        for (int i = 1; i < depth; i++) {
            condition = i % 2 == 0 ? not(condition) : Conditions.allOf(condition);
        }
        return condition;
    }

    @Test
    void fromJson_ofMutatedSegments_throwsNothingButItsOwnException() {
        Random random = new Random(5);
        RandomConditions conditions = new RandomConditions(random, NOW);
        int refused = 0;
        for (int i = 0; i < 20_000; i++) {
            String json = mutate(Segment.of("s", conditions.condition(4)).toJson(), random);
            try {
                Segment segment = Segment.fromJson(json);
                assertThat(Segment.fromJson(segment.toJson())).isEqualTo(segment);
            } catch (SegmentFormatException e) {
                refused++;
                assertThat(e.path()).startsWith("$");
            }
        }
        assertThat(refused).isGreaterThan(10_000);
    }

    private static String mutate(String json, Random random) {
        List<String> pieces = List.of(
                "{",
                "}",
                "[",
                "]",
                "\"",
                ":",
                ",",
                "null",
                "true",
                "1e400",
                "1E2147483648",
                "-0",
                "\\u0000",
                "\\ud800",
                "9223372036854775808",
                "\"allOf\"",
                "\"at\"",
                "99999999999-01-01",
                "P2147483647Y",
                "PT9999999999999999H",
                "\u0000",
                "\ud83d",
                "/*",
                "NaN",
                "{\"segment\":\"\"}");
        StringBuilder text = new StringBuilder(json);
        for (int i = 1 + random.nextInt(3); i > 0 && text.length() > 1; i--) {
            int at = random.nextInt(text.length());
            switch (random.nextInt(5)) {
                case 0 -> text.deleteCharAt(at);
                case 1 -> text.insert(at, pieces.get(random.nextInt(pieces.size())));
                case 2 -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
                case 3 -> text.setLength(at);
                default -> text.insert(at, text.substring(at, Math.min(text.length(), at + random.nextInt(40))));
            }
        }
        return text.toString();
    }
}
