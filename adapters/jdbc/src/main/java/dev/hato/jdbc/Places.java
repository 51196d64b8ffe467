package dev.hato.jdbc;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows of claims were last seen, by their fences, so that they need not be looked up by their keys. A hint: a
 * row that has moved is not where it was, and no other row has its fence.
 *
 * <p>Those that nobody came back for go when there are too many. Thread-safe.
 */
final class Places {
    private static final int MOST = 50_000;

    private final Map<Long, String> places = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, String> eldest) {
            return size() > MOST;
        }
    };

    synchronized void put(long fence, String place) {
        places.put(fence, place);
    }

    synchronized void remove(long fence) {
        places.remove(fence);
    }

    synchronized @Nullable String get(long fence) {
        return places.get(fence);
    }
}
