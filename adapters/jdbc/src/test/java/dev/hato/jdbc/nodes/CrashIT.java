package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.delivery.MailState;
import dev.hato.testkit.SmtpSink;
import dev.hato.testkit.SmtpVerb;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Nodes are killed at random moments while they send; what the sink took is held against what the database says.
 *
 * <p>{@code -Dhato.crash.mails=100000 -Dhato.crash.kills=100} runs the long form.
 */
class CrashIT {
    private static final int MAILS = Integer.getInteger("hato.crash.mails", 5_000);
    private static final int KILLS = Integer.getInteger("hato.crash.kills", 10);
    private static final long LEASE_MILLIS = 2_000;
    private static final long SEED = Long.getLong("hato.crash.seed", System.nanoTime());

    @Test
    @Tag("R7.3")
    @Tag("R7.4")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void kills_atRandomMoments_loseNothingAndDoubleNothingUnsaid() throws Exception {
        long started = System.nanoTime();
        try (MailCampaign campaign = new MailCampaign(SmtpSink.builder())) {
            campaign.sink().on(SmtpVerb.END_OF_DATA).delay(Duration.ofMillis(4)).reply("250 2.0.0 accepted");
            campaign.plan(MAILS / 2, MAILS - MAILS / 2);
            try (Nodes nodes = new Nodes(campaign, LEASE_MILLIS)) {
                nodes.kill(KILLS, MAILS, new Random(SEED), kill -> {});
                campaign.awaitEnd(Duration.ofMinutes(20));
            }
            Account account = campaign.account();
            System.out.printf(
                    "[CRASH] seed %d, %d kills, %.1f s: %s%n",
                    SEED, KILLS, (System.nanoTime() - started) / 1e9, account);
            assertThat(account.mails).isEqualTo(MAILS);
            assertThat(account.lost).as("lost").isEmpty();
            assertThat(account.forbiddenDoubles).as("doubles at most once").isEmpty();
            assertThat(account.unlistedDoubles)
                    .as("doubles that are not listed as uncertain")
                    .isEmpty();
            assertThat(account.changedMessageIds)
                    .as("doubles with another Message-ID")
                    .isEmpty();
            assertThat(account.doubles).isLessThanOrEqualTo(KILLS * Nodes.CONNECTIONS);
            assertThat(account.uncertain).isLessThanOrEqualTo(KILLS * Nodes.CONNECTIONS * 2);
            assertThat(account.states.keySet()).isSubsetOf(MailState.HANDED_OVER, MailState.UNKNOWN);
        }
    }
}
