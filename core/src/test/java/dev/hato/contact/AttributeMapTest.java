package dev.hato.contact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("R1.4")
class AttributeMapTest {
    private static final TextAttribute NAME = Attribute.text("name");
    private static final NumberAttribute POINTS = Attribute.number("points");
    private static final TextSetAttribute TAGS = Attribute.textSet("tags");

    /** Against the JDK's map, over random changes. Few attributes: the shapes a process shares are limited. */
    @Test
    void changes_atRandom_behaveLikeAMap() {
        Random random = new Random(7);
        List<NumberAttribute> attributes = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            attributes.add(Attribute.number("a" + i));
        }
        for (int round = 0; round < 300; round++) {
            Map<Attribute<?>, Object> model = new HashMap<>();
            AttributeMap map = AttributeMap.empty();
            for (int step = 0; step < 30; step++) {
                NumberAttribute attribute = attributes.get(random.nextInt(attributes.size()));
                if (random.nextInt(3) == 0) {
                    map = map.without(attribute);
                    model.remove(attribute);
                } else {
                    BigDecimal value = BigDecimal.valueOf(1 + random.nextInt(9));
                    map = map.with(attribute, value);
                    model.put(attribute, value);
                }
                assertThat(map.toMap()).isEqualTo(model);
                assertThat(map.size()).isEqualTo(model.size());
                assertThat(map.contains(attribute)).isEqualTo(model.containsKey(attribute));
                assertThat(map.get(attribute)).isEqualTo(model.get(attribute));
            }
            assertThat(map).isEqualTo(AttributeMap.copyOf(model)).hasSameHashCodeAs(AttributeMap.copyOf(model));
        }
    }

    @Test
    void with_anyOrder_sharesOneShape() {
        List<Attribute<?>> order =
                new ArrayList<>(List.of(NAME, POINTS, TAGS, Attribute.date("born"), Attribute.bool("vip")));
        Random random = new Random(1);
        List<Shape> shapes = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Collections.shuffle(order, random);
            Shape shape = Shape.EMPTY;
            for (Attribute<?> attribute : order) {
                shape = shape.plus(attribute);
            }
            shapes.add(shape);
        }

        assertThat(shapes).allMatch(shape -> shape == shapes.get(0));
        assertThat(shapes.get(0).minus(shapes.get(0).indexOf(NAME)).plus(NAME)).isSameAs(shapes.get(0));
    }

    @Test
    void with_manyMaps_takeOneArrayEachAndNoShapeMore() {
        long before = usedMemory();
        AttributeMap[] maps = new AttributeMap[200_000];
        for (int i = 0; i < maps.length; i++) {
            maps[i] = AttributeMap.empty()
                    .with(TAGS, java.util.Set.of())
                    .with(NAME, "花子")
                    .with(POINTS, BigDecimal.ONE);
        }
        java.util.Set<String> empty = TAGS.check(java.util.Set.of());
        for (int i = 0; i < maps.length; i++) {
            maps[i] = maps[i].with(TAGS, empty).sharing(value -> value instanceof java.util.Set ? empty : value);
        }
        long perMap = (usedMemory() - before) / maps.length;

        // a header and two references, and an array of three: some 56 bytes; a HashMap would take 200
        assertThat(perMap).isLessThan(80);
        assertThat(maps[maps.length - 1].get(NAME)).isEqualTo("花子");
    }

    private static long usedMemory() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void with_sameNameAndOtherType_areTwoAttributes() {
        AttributeMap map = AttributeMap.of(Attribute.text("x"), "1").with(Attribute.number("x"), BigDecimal.ONE);

        assertThat(map.size()).isEqualTo(2);
        assertThat(map.get(Attribute.text("x"))).isEqualTo("1");
        assertThat(map.get(Attribute.number("x"))).isEqualTo(BigDecimal.ONE);
        assertThat(map.get(Attribute.bool("x"))).isNull();
    }

    @Test
    void copyOf_wrongValue_isRefused() {
        assertThatThrownBy(() -> AttributeMap.copyOf(Map.of(POINTS, "many")))
                .isInstanceOf(AttributeTypeException.class)
                .hasMessageContaining("'points'")
                .hasMessageContaining("'many'")
                .hasMessageContaining("number");
    }

    @Test
    void withAll_otherMap_winsAndTheRestStays() {
        AttributeMap old = AttributeMap.of(NAME, "花子").with(POINTS, BigDecimal.ONE);

        AttributeMap merged = old.withAll(AttributeMap.of(POINTS, BigDecimal.TEN));

        assertThat(merged.get(NAME)).isEqualTo("花子");
        assertThat(merged.get(POINTS)).isEqualTo(BigDecimal.TEN);
        assertThat(old.get(POINTS)).isEqualTo(BigDecimal.ONE);
        assertThat(AttributeMap.empty().withAll(old)).isEqualTo(old);
        assertThat(old.withAll(AttributeMap.empty())).isEqualTo(old);
    }

    @Test
    void toString_values_areNotShown() {
        assertThat(AttributeMap.of(NAME, "花子").toString()).contains("name").doesNotContain("花子");
    }
}
