package dev.hato.message;

/** How long fuzz tests go on: some rounds, or the seconds that {@code -Dhato.fuzz.seconds} says, from another start. */
final class FuzzTime {
    private static final int SECONDS = Integer.getInteger("hato.fuzz.seconds", 0);

    private final long end = System.nanoTime() + SECONDS * 1_000_000_000L;

    /** Returns whether there is another round after so many. */
    boolean goesOn(int done, int rounds) {
        return done < rounds || (SECONDS > 0 && System.nanoTime() < end);
    }

    /** Returns the seed, which a long run prints, so that what it finds can be found again. */
    static long seed(long fixed) {
        long seed = SECONDS > 0 ? Long.getLong("hato.fuzz.seed", System.nanoTime()) : fixed;
        if (SECONDS > 0) {
            System.out.println("seed " + seed + "; the same again with -Dhato.fuzz.seed");
        }
        return seed;
    }
}
