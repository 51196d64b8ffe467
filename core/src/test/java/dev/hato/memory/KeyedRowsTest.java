package dev.hato.memory;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class KeyedRowsTest {
    private record Named(String name, int number) implements KeyedRows.Keyed<String, Named> {
        @Override
        public boolean isAt(String key) {
            return name.equals(key);
        }

        @Override
        public String key() {
            return name;
        }

        @Override
        public int compareKeys(Named other) {
            return name.compareTo(other.name);
        }
    }

    @Test
    void rows_addedAndRemovedAtRandom_areFoundAndPagedAsInASortedMap() {
        for (int round = 0; round < 200; round++) {
            Random random = new Random(round);
            KeyedRows<String, Named> rows = new KeyedRows<>();
            TreeMap<String, Named> model = new TreeMap<>();
            List<Named> gone = new ArrayList<>();
            int names = 5 + random.nextInt(100);
            for (int step = 0; step < 400; step++) {
                // "Aa" and "BB" have the same hash: keys that collide on purpose.
                String key = (random.nextBoolean() ? "Aa" : "BB") + random.nextInt(names);
                Named known = model.get(key);
                assertThat(rows.get(key)).isSameAs(known);
                if (known == null) {
                    Named row = again(gone, key, step);
                    rows.add(key, row);
                    model.put(key, row);
                } else if (random.nextInt(3) == 0) {
                    rows.remove(key);
                    gone.add(model.remove(key));
                }
                if (random.nextInt(5) == 0) {
                    checkPage(rows, model, random, names);
                }
            }
            List<Named> all = new ArrayList<>();
            rows.each(all::add);
            assertThat(all).containsExactlyInAnyOrderElementsOf(model.values());
        }
    }

    /** A row that is taken back comes again itself, as one that was removed in a transaction that failed. */
    private static Named again(List<Named> gone, String key, int number) {
        for (Named row : gone) {
            if (row.isAt(key) && number % 2 == 0) {
                gone.remove(row);
                return row;
            }
        }
        return new Named(key, number);
    }

    private static void checkPage(
            KeyedRows<String, Named> rows, NavigableMap<String, Named> model, Random random, int names) {
        String after = random.nextInt(4) == 0 ? null : "BB" + random.nextInt(names);
        int limit = random.nextBoolean() ? Integer.MAX_VALUE : 1 + random.nextInt(10);
        List<Named> expected = (after == null ? model : model.tailMap(after, false))
                .values().stream().limit(limit).toList();
        assertThat(rows.page(after, limit, row -> row)).isEqualTo(expected);
    }
}
