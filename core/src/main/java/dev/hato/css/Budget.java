package dev.hato.css;

/** Bounds the work for one source, so that a hostile one cannot stall the host. */
final class Budget {
    private static final long STEPS = 5_000_000;
    private static final int INSERTED = 5_000_000;

    private long steps = STEPS;
    private int characters = INSERTED;

    void spend(int more) {
        steps -= more;
        if (steps < 0) {
            throw new IllegalArgumentException("To inline this CSS takes more than " + STEPS
                    + " comparisons of a selector with an element; take rules out that the HTML does not need.");
        }
    }

    void insert(int more) {
        characters -= more;
        if (characters < 0) {
            throw new IllegalArgumentException("Inlining this CSS would add more than " + INSERTED
                    + " characters to the HTML; let rules mean fewer elements.");
        }
    }
}
