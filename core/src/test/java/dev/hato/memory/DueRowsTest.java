package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DueRowsTest {
    private static final class Numbered extends DueRows.Linked<Numbered> {
        private final int number;
        private Instant at = Instant.EPOCH;

        Numbered(int number) {
            this.number = number;
        }

        @Override
        boolean isBehind(Numbered other) {
            return number > other.number;
        }
    }

    @Test
    void rows_addedAndRemovedAtRandom_standByMomentAndThenInTheirOrder() {
        for (int round = 0; round < 300; round++) {
            Random random = new Random(round);
            DueRows<Numbered> rows = new DueRows<>();
            List<Numbered> in = new ArrayList<>();
            List<Numbered> out = new ArrayList<>();
            for (int number = 0; number < 40; number++) {
                out.add(new Numbered(number));
            }
            int moments = 1 + random.nextInt(10);
            for (int step = 0; step < 150; step++) {
                boolean adds = in.isEmpty() || (!out.isEmpty() && random.nextBoolean());
                if (adds) {
                    Numbered row = out.remove(random.nextInt(out.size()));
                    row.at = Instant.ofEpochSecond(random.nextInt(moments));
                    rows.add(row.at, row);
                    in.add(row);
                } else {
                    Numbered row = in.remove(random.nextInt(in.size()));
                    assertThat(rows.remove(row)).isTrue();
                    assertThat(rows.remove(row)).isFalse();
                    out.add(row);
                }
                in.sort(Comparator.comparing((Numbered row) -> row.at).thenComparingInt(row -> row.number));
                assertThat(all(rows)).isEqualTo(in);
            }
        }
    }

    private static List<Numbered> all(DueRows<Numbered> rows) {
        List<Numbered> all = new ArrayList<>();
        for (Numbered row = rows.first(); row != null; row = rows.after(row)) {
            assertThat(DueRows.at(row)).isEqualTo(row.at);
            all.add(row);
        }
        return all;
    }
}
