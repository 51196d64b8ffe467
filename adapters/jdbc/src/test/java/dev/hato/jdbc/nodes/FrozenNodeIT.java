package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.testkit.SmtpSink;
import dev.hato.testkit.SmtpVerb;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A node is frozen past its leases while it sends, another takes over, and the first one wakes up.
 *
 * <p>{@code -Dhato.freezes=50} does it as often.
 */
class FrozenNodeIT {
    private static final int FREEZES = Integer.getInteger("hato.freezes", 5);
    private static final int MAILS = 400;

    @Test
    @Tag("R7.4")
    @Timeout(value = 30, unit = TimeUnit.MINUTES)
    void frozenPastItsLease_startsNothingWhenItWakes() throws Exception {
        int doubles = 0;
        for (int freeze = 0; freeze < FREEZES; freeze++) {
            doubles += freezeOnce(30 + freeze * 41 % 300);
        }
        System.out.printf(
                "[FROZEN] %d freezes: 0 mails after waking, %d doubled by the one taking over%n", FREEZES, doubles);
    }

    private static int freezeOnce(int afterMails) throws Exception {
        try (MailCampaign campaign = new MailCampaign(SmtpSink.builder())) {
            campaign.sink().on(SmtpVerb.END_OF_DATA).delay(Duration.ofMillis(4)).reply("250 2.0.0 accepted");
            campaign.plan(MAILS / 2, MAILS / 2);
            long before;
            try (NodeProcess frozen = campaign.node(4, 1_000)) {
                campaign.sink().ledger().awaitAccepted(afterMails, Duration.ofMinutes(1));
                frozen.freeze();
                try (NodeProcess other = campaign.node(4, 1_000)) {
                    other.awaitReady();
                    campaign.awaitEnd(Duration.ofMinutes(1));
                }
                before = campaign.sink().ledger().acceptedCount();
                frozen.thaw();
            }
            assertThat(campaign.sink().ledger().acceptedCount())
                    .as("nothing begun after waking")
                    .isEqualTo(before);
            Account account = campaign.account();
            assertThat(account.lost).isEmpty();
            assertThat(account.forbiddenDoubles).isEmpty();
            assertThat(account.unlistedDoubles).isEmpty();
            assertThat(account.changedMessageIds).isEmpty();
            return account.doubles;
        }
    }
}
