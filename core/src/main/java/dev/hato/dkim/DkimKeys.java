package dev.hato.dkim;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one or more domains with the times in which they sign, so that keys can be rotated.
 *
 * <pre>{@code
 * DkimKeys keys = DkimKeys.builder()
 *     .key(january, null, firstOfFebruary)
 *     .key(february, firstOfFebruary, null)  // published well before
 *     .build();
 * }</pre>
 *
 * <p>A record should stay in DNS for a week after its key has signed for the last time: mail is under way
 * for days. Immutable and thread-safe.
 */
public final class DkimKeys {
    private final Map<String, List<Entry>> byDomain;
    private final Alignment alignment;

    private DkimKeys(Builder builder) {
        byDomain = new HashMap<>();
        builder.byDomain.forEach((domain, entries) -> byDomain.put(domain, List.copyOf(entries)));
        alignment = builder.alignment;
    }

    /** Returns keys that sign at any time for exactly their own domains. */
    public static DkimKeys of(DkimKey... keys) {
        Builder builder = builder();
        for (DkimKey key : keys) {
            builder.key(key);
        }
        return builder.build();
    }

    /** Begins a collection of keys. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the keys that sign at that instant for mail of authors in that domain: of the author's domain or, with
     * {@link Alignment#PARENT}, of the nearest domain above it that has any.
     *
     * <p>There is at most one for each algorithm, Ed25519 first: where the times of several overlap, the one whose
     * time began last, and of those the one added last.
     *
     * @param domain of the author, in any case
     * @return none if no key fits
     */
    public List<DkimKey> keysFor(String domain, Instant at) {
        String name = DnsNames.domain(domain);
        List<DkimKey> found = valid(name, at);
        if (alignment == Alignment.PARENT) {
            for (int dot = name.indexOf('.'); found.isEmpty() && dot >= 0; dot = name.indexOf('.')) {
                name = name.substring(dot + 1);
                // A top-level domain is nobody's organisation.
                found = name.indexOf('.') < 0 ? List.of() : valid(name, at);
            }
        }
        return found;
    }

    private List<DkimKey> valid(String domain, Instant at) {
        Map<DkimAlgorithm, Entry> chosen = new EnumMap<>(DkimAlgorithm.class);
        for (Entry entry : byDomain.getOrDefault(domain, List.of())) {
            if (entry.isValid(at)) {
                chosen.merge(entry.key.algorithm(), entry, (old, next) -> next.beganBefore(old) ? old : next);
            }
        }
        List<DkimKey> keys = new ArrayList<>(chosen.size());
        // As in the example of RFC 8463, A.3.
        for (DkimAlgorithm algorithm : List.of(DkimAlgorithm.ED25519_SHA256, DkimAlgorithm.RSA_SHA256)) {
            Entry entry = chosen.get(algorithm);
            if (entry != null) {
                keys.add(entry.key);
            }
        }
        return keys;
    }

    /** Returns all keys. */
    List<DkimKey> all() {
        return byDomain.values().stream()
                .flatMap(List::stream)
                .map(entry -> entry.key)
                .toList();
    }

    /** Returns how many keys there are, and of which domains. */
    @Override
    public String toString() {
        return "DkimKeys" + all();
    }

    /** Which domains a key may sign for. */
    public enum Alignment {
        /** The key's own domain only. */
        EXACT,
        /**
         * The key's own domain and those below it: the key of {@code shop.example} signs mail from {@code
         * news.shop.example}, which DMARC's relaxed alignment accepts (RFC 7489, 3.1.1). The key record must then not
         * have the flag {@code t=s}.
         */
        PARENT
    }

    private record Entry(
            DkimKey key, @Nullable Instant from, @Nullable Instant until) {
        boolean isValid(Instant at) {
            return (from == null || !at.isBefore(from)) && (until == null || at.isBefore(until));
        }

        boolean beganBefore(Entry other) {
            return other.from != null && (from == null || from.isBefore(other.from));
        }
    }

    /** Collects keys. Not thread-safe. */
    public static final class Builder {
        private final Map<String, List<Entry>> byDomain = new HashMap<>();
        private Alignment alignment = Alignment.EXACT;

        private Builder() {}

        /** Adds a key that signs at any time. */
        public Builder key(DkimKey key) {
            return key(key, null, null);
        }

        /**
         * Adds a key that signs for some time.
         *
         * @param from the first instant at which it signs, or null for always before
         * @param until the first instant at which it no longer signs, or null for always after
         * @throws IllegalArgumentException if the time ends before it begins, or if the selector is already taken in
         *     that domain: a record holds one key, so each key needs a selector of its own
         */
        public Builder key(DkimKey key, @Nullable Instant from, @Nullable Instant until) {
            Objects.requireNonNull(key, "key");
            if (from != null && until != null && !from.isBefore(until)) {
                throw new IllegalArgumentException("The time of " + key + " ends at " + until
                        + ", not after it begins at " + from + "; exchange the two.");
            }
            List<Entry> entries = byDomain.computeIfAbsent(key.domain(), domain -> new ArrayList<>());
            for (Entry entry : entries) {
                if (entry.key.selector().equals(key.selector())) {
                    throw new IllegalArgumentException("There is already " + entry.key + "; the name " + key.dnsName()
                            + " holds one key, so give the other a selector of its own.");
                }
            }
            entries.add(new Entry(key, from, until));
            return this;
        }

        /** Sets which domains a key may sign for, by default its own only. */
        public Builder alignment(Alignment value) {
            alignment = Objects.requireNonNull(value, "alignment");
            return this;
        }

        /**
         * Returns the keys.
         *
         * @throws IllegalStateException if there are none
         */
        public DkimKeys build() {
            if (byDomain.isEmpty()) {
                throw new IllegalStateException("There is no key; add one.");
            }
            return new DkimKeys(this);
        }
    }
}
