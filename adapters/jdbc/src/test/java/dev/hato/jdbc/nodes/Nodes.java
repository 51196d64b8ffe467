package dev.hato.jdbc.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/** Two nodes that do a campaign's work, one of which is killed now and then; there are two again right after. */
final class Nodes implements AutoCloseable {
    static final int CONNECTIONS = 4;

    private final Campaign campaign;
    private final Object leaseMillis;
    private final NodeProcess[] nodes;

    Nodes(Campaign campaign, Object leaseMillis) {
        this.campaign = campaign;
        this.leaseMillis = leaseMillis;
        nodes = new NodeProcess[] {
            campaign.node(CONNECTIONS, leaseMillis), campaign.node(CONNECTIONS, leaseMillis),
        };
    }

    /** Waits until both work. */
    void awaitReady() throws InterruptedException {
        for (NodeProcess node : nodes) {
            node.awaitReady();
        }
    }

    /**
     * Kills so many times, spread over so many mails.
     *
     * @param before runs before each kill, with its number from 0
     */
    void kill(int kills, int mails, Random random, IntConsumer before) throws InterruptedException {
        for (int kill = 0; kill < kills; kill++) {
            before.accept(kill);
            long mark = (long) mails * (kill + 1) / (kills + 2);
            assertThat(campaign.sink().ledger().awaitAccepted(mark, Duration.ofMinutes(2)))
                    .as("%d mails; %s %s", mark, nodes[0].output(), nodes[1].output())
                    .isTrue();
            int victim = nodes[kill % 2].isReady() ? kill % 2 : (kill + 1) % 2;
            nodes[victim].awaitReady();
            LockSupport.parkNanos(random.nextInt(20_000_000)); // a random moment is the point here
            nodes[victim].kill();
            nodes[victim] = campaign.node(CONNECTIONS, leaseMillis);
        }
    }

    @Override
    public void close() {
        for (NodeProcess node : nodes) {
            node.close();
        }
    }
}
