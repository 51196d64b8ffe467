package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.enrolment.Enrolment;
import dev.hato.testkit.SmtpLedger;
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
 * A node is frozen while it carries out a scenario, another takes over, and the first one wakes up.
 *
 * <p>{@code -Dhato.freezes=50} does it as often.
 */
@Tag("R7.4")
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FrozenStepsIT {
    private static final int FREEZES = Integer.getInteger("hato.freezes", 1);
    private static final int CONTACTS = 100;
    private static final long LEASE_MILLIS = 1_000;

    @Test
    void frozenWhileItActs_writesNothingWhenItWakes() throws Exception {
        try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.WITH_ACTIONS)) {
            campaign.plan(FollowUp.STUCK, 1);
            List<Enrolment> after;
            try (NodeProcess frozen = campaign.node(1, LEASE_MILLIS)) {
                frozen.awaitLine("acting");
                frozen.freeze();
                after = finishedByAnother(campaign);
                frozen.thaw();
                frozen.awaitLine("acted");
            }
            assertThat(campaign.enrolments()).isEqualTo(after);
            check(campaign);
        }
    }

    @Test
    void frozenAtARandomMoment_writesNothingWhenItWakes() throws Exception {
        Random random = new Random();
        for (int freeze = 0; freeze < FREEZES; freeze++) {
            try (StepCampaign campaign = new StepCampaign(SmtpSink.builder(), FollowUp.WITH_ACTIONS)) {
                campaign.plan(CONTACTS);
                long mails;
                int onTheirWay;
                List<Enrolment> after;
                try (NodeProcess frozen = campaign.node(Nodes.CONNECTIONS, LEASE_MILLIS)) {
                    campaign.sink().ledger().awaitAccepted(1 + random.nextInt(CONTACTS / 2), Duration.ofMinutes(1));
                    LockSupport.parkNanos(random.nextInt(20_000_000)); // a random moment is the point here
                    frozen.freeze();
                    campaign.act(0, CONTACTS);
                    SmtpLedger ledger = campaign.sink().ledger();
                    onTheirWay = ledger.count(SmtpVerb.DATA) - ledger.count(SmtpVerb.END_OF_DATA);
                    after = finishedByAnother(campaign);
                    mails = ledger.acceptedCount();
                    frozen.thaw();
                }
                assertThat(campaign.enrolments()).isEqualTo(after);
                // no other mail leaves than those whose content was leaving when the node froze
                assertThat(campaign.sink().ledger().acceptedCount()).isBetween(mails, mails + onTheirWay);
                check(campaign);
            }
        }
    }

    private static void check(StepCampaign campaign) {
        Account account = campaign.account();
        System.out.println("[FROZEN STEPS] " + account);
        assertThat(campaign.deviations()).isEmpty();
        assertThat(account.lost).isEmpty();
        assertThat(account.doubles).isZero();
    }

    private static List<Enrolment> finishedByAnother(StepCampaign campaign) throws InterruptedException {
        try (NodeProcess other = campaign.node(Nodes.CONNECTIONS, LEASE_MILLIS)) {
            other.awaitReady();
            campaign.awaitEnd(Duration.ofMinutes(2));
        }
        return campaign.enrolments();
    }
}
