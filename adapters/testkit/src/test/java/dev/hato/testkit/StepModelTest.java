package dev.hato.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Random lives of scenarios against a naive model: enrolments, events, edits, pauses, unsubscribing, bounces, leaps of the
 * clock, on two nodes that crash at any call to a store. A longer run: {@code -Dhato.sequences=100000}.
 */
class StepModelTest {
    private static final int SEQUENCES = Integer.getInteger("hato.sequences", 500);
    private static final int FIRST = Integer.getInteger("hato.sequences.from", 0);

    @Test
    @Tag("R5.4")
    @Tag("R5.5")
    @Tag("R5.6")
    @Tag("R5.7")
    @Tag("R7.4")
    void randomSequences_agreeWithTheModel() {
        int edits = 0;
        int crashes = 0;
        int mails = 0;
        for (int seed = FIRST; seed < FIRST + SEQUENCES; seed++) {
            StepLife life = new StepLife(seed);
            life.play();
            edits += life.edits();
            crashes += life.crashes();
            mails += life.mails();
        }
        System.out.println(SEQUENCES + " lives: " + mails + " mails, " + edits + " edits, " + crashes + " crashes");
        if (SEQUENCES >= 500) {
            assertThat(mails).isGreaterThan(2 * SEQUENCES);
            assertThat(edits).isGreaterThan(SEQUENCES);
            assertThat(crashes).isGreaterThan(2 * SEQUENCES);
        }
    }
}
