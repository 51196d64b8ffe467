package dev.hato.step;

/**
 * What became of contacts that were to be enrolled.
 *
 * @param enrolled how many were, those included that began again
 * @param continued how many went on where they had been stopped
 * @param ignored how many were enrolled before, and stay as they are
 * @param refused how many are not there, or not such as the scenario is for
 */
public record EnrolReport(long enrolled, long continued, long ignored, long refused) {
    /** The report on nobody. */
    static final EnrolReport NONE = new EnrolReport(0, 0, 0, 0);

    EnrolReport plus(EnrolReport more) {
        return new EnrolReport(
                enrolled + more.enrolled, continued + more.continued, ignored + more.ignored, refused + more.refused);
    }
}
