package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.MailState;
import dev.hato.enrolment.Enrolment;
import dev.hato.testkit.SmtpSink;
import dev.hato.testkit.SmtpVerb;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nodes that carry out a scenario share the work, and are killed at random moments: each contact goes its way to the
 * end, and gets each step's mail once.
 *
 * <p>{@code -Dhato.crash.mails=100000 -Dhato.crash.kills=100} runs the long form: two nodes share 5,000 contacts then, and
 * a dead one is taken over by the lease that schedulers have unless told otherwise.
 */
@Tag("R7.4")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class StepCrashIT {
    private static final int MAILS = Integer.getInteger("hato.crash.mails", 510);
    private static final int KILLS = Integer.getInteger("hato.crash.kills", 3);
    private static final boolean LONG = System.getProperty("hato.crash.kills") != null;
    private static final int SHARED = LONG ? 5_000 : 300;
    private static final long LEASE_MILLIS = 2_000;
    private static final long SEED = Long.getLong("hato.crash.seed", System.nanoTime());

    @Test
    @Tag("R7.2")
    void kills_atRandomMoments_leaveEachContactItsWay() throws Exception {
        long started = System.nanoTime();
        int contacts = MAILS / StepCampaign.MAILS_OF_TEN * 10;
        try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.WITH_ACTIONS)) {
            campaign.sink().on(SmtpVerb.END_OF_DATA).delay(Duration.ofMillis(4)).reply("250 2.0.0 accepted");
            campaign.plan(contacts);
            try (Nodes nodes = new Nodes(campaign, LEASE_MILLIS)) {
                int part = contacts / (KILLS + 1);
                nodes.kill(KILLS, MAILS, new Random(SEED), kill -> campaign.act(kill * part, (kill + 1) * part));
                campaign.act(KILLS * part, contacts);
                campaign.awaitEnd(Duration.ofMinutes(LONG ? 20 : 4));
            }
            Account account = campaign.account();
            System.out.printf(
                    "[STEP CRASH] seed %d, %d contacts, %d kills, %.1f s: %s%n",
                    SEED, contacts, KILLS, (System.nanoTime() - started) / 1e9, account);
            assertThat(campaign.enrolments()).hasSize(contacts);
            check(campaign, account);
            assertThat(account.mails).isEqualTo(contacts * StepCampaign.MAILS_OF_TEN / 10);
            assertThat(account.uncertain).isLessThanOrEqualTo(KILLS * Nodes.CONNECTIONS * 2);
            assertThat(account.states.keySet()).isSubsetOf(MailState.HANDED_OVER, MailState.UNKNOWN);
        }
    }

    private static void check(StepCampaign campaign, Account account) {
        assertThat(campaign.deviations()).isEmpty();
        assertThat(account.lost).as("lost").isEmpty();
        assertThat(account.doubles).as("doubled").isZero();
    }

    @Test
    @Tag("R7.2")
    void twoNodes_withPurchasesMeanwhile_sendWhatIsToBeSent() throws Exception {
        long started = System.nanoTime();
        try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.MAILS_ONLY)) {
            campaign.plan(SHARED);
            try (Nodes nodes = new Nodes(campaign, "default")) { // no slowness is taken for death here
                nodes.awaitReady();
                campaign.act(0, SHARED);
                campaign.awaitEnd(Duration.ofMinutes(LONG ? 20 : 4));
            }
            Account account = campaign.account();
            System.out.printf(
                    "[STEPS] %d enrolments on two nodes, %.1f s: %s%n",
                    SHARED, (System.nanoTime() - started) / 1e9, account);
            check(campaign, account);
            assertThat(account.states).containsOnlyKeys(MailState.HANDED_OVER);
            assertThat(account.mails).isEqualTo(SHARED * StepCampaign.MAILS_OF_TEN / 10);
        }
    }

    @Test
    void killedWhileItActs_isTakenOverWhenTheLeaseEnds() throws Exception {
        Object lease = LONG ? "default" : LEASE_MILLIS;
        try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.WITH_ACTIONS)) {
            campaign.plan(FollowUp.STUCK, 1);
            try (NodeProcess victim = campaign.node(1, lease)) {
                victim.awaitLine("acting");
                victim.kill();
            }
            long killed = System.nanoTime();
            try (NodeProcess other = campaign.node(1, lease)) {
                other.awaitReady();
                List<Enrolment> before = campaign.enrolments();
                while (campaign.enrolments().equals(before)) {
                    LockSupport.parkNanos(20_000_000);
                }
                Duration taken = Duration.ofNanos(System.nanoTime() - killed);
                System.out.printf("[STEP CRASH] taken over %.1f s after the kill%n", taken.toMillis() / 1e3);
                assertThat(taken).isLessThan(Duration.ofSeconds(30));
                campaign.awaitEnd(Duration.ofMinutes(2));
            }
            assertThat(campaign.deviations()).isEmpty();
        }
    }
}
