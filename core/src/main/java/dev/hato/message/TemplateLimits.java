package dev.hato.message;

/**
 * What a template may cost, so that a mistake or a hostile template cannot stall the sender.
 *
 * @param sourceLength the longest source of one part, in UTF-16 units
 * @param nesting how deep blocks and brackets may stand inside each other, at most 200
 * @param iterations loop passes in one part of one mail, all loops together
 * @param outputBytes the longest output of one part, in UTF-8
 */
public record TemplateLimits(int sourceLength, int nesting, int iterations, int outputBytes) {
    private static final int DEEPEST = 200;
    private static final TemplateLimits STANDARD = new TemplateLimits(1_000_000, 50, 10_000, 5_000_000);

    /** Checks that the limits are positive. */
    public TemplateLimits {
        if (sourceLength < 1 || nesting < 1 || nesting > DEEPEST || iterations < 1 || outputBytes < 1) {
            throw new IllegalArgumentException("Template limits must be at least 1, and nesting at most " + DEEPEST
                    + ", but are " + sourceLength + ", " + nesting + ", " + iterations + ", " + outputBytes + ".");
        }
    }

    /** Returns 1,000,000 characters of source, 50 levels, 10,000 loop passes, 5,000,000 bytes of output. */
    public static TemplateLimits standard() {
        return STANDARD;
    }

    /** Returns these limits with another {@link #sourceLength()}. */
    public TemplateLimits sourceLength(int value) {
        return new TemplateLimits(value, nesting, iterations, outputBytes);
    }

    /** Returns these limits with another {@link #nesting()}. */
    public TemplateLimits nesting(int value) {
        return new TemplateLimits(sourceLength, value, iterations, outputBytes);
    }

    /** Returns these limits with another {@link #iterations()}. */
    public TemplateLimits iterations(int value) {
        return new TemplateLimits(sourceLength, nesting, value, outputBytes);
    }

    /** Returns these limits with another {@link #outputBytes()}. */
    public TemplateLimits outputBytes(int value) {
        return new TemplateLimits(sourceLength, nesting, iterations, value);
    }
}
