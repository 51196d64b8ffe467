package dev.hato.step;

/**
 * What a round of the scheduler did.
 *
 * @param steps how many enrolments were due and were moved on, ended, or put off
 * @param mailed how many mails were planned or excluded
 * @param acted how many actions were done outside of the stores
 * @param failed how many of those did not work
 */
public record StepReport(long steps, long mailed, long acted, long failed) {
    StepReport plus(StepReport more) {
        return new StepReport(steps + more.steps, mailed + more.mailed, acted + more.acted, failed + more.failed);
    }
}
