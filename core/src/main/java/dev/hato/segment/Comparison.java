package dev.hato.segment;

/** How a number is compared with a bound, exactly, whatever the number of decimals. */
public enum Comparison {
    /** {@code value < bound}. */
    LESS_THAN("is less than"),
    /** {@code value <= bound}. */
    AT_MOST("is at most"),
    /** {@code value == bound}; 1.0 is 1. */
    IS("is"),
    /** {@code value >= bound}. */
    AT_LEAST("is at least"),
    /** {@code value > bound}. */
    MORE_THAN("is more than");

    final String words;

    Comparison(String words) {
        this.words = words;
    }

    /** Returns whether a value that compares to the bound like this number to zero satisfies it. */
    public boolean holds(int compared) {
        return switch (this) {
            case LESS_THAN -> compared < 0;
            case AT_MOST -> compared <= 0;
            case IS -> compared == 0;
            case AT_LEAST -> compared >= 0;
            case MORE_THAN -> compared > 0;
        };
    }
}
