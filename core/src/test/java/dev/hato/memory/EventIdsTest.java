package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventIdsTest {
    @Test
    void addAndRemove_atRandom_actLikeAHashSet() {
        for (int round = 0; round < 300; round++) {
            Random random = new Random(round);
            EventIds ids = new EventIds();
            Set<String> model = new HashSet<>();
            int names = 5 + random.nextInt(200);
            for (int step = 0; step < 600; step++) {
                // "Aa" and "BB" have the same hash: ids that collide on purpose.
                String id = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(names);
                if (random.nextInt(3) == 0) {
                    ids.remove(id);
                    model.remove(id);
                } else {
                    assertThat(ids.add(id)).isEqualTo(model.add(id));
                }
                assertThat(ids.size()).isEqualTo(model.size());
            }
            for (int i = 0; i < names; i++) {
                assertThat(ids.add("Aa" + i)).isEqualTo(model.add("Aa" + i));
                assertThat(ids.add("BB" + i)).isEqualTo(model.add("BB" + i));
            }
        }
    }
}
