package dev.hato.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.calendar.ContactZone;
import dev.hato.calendar.QuietHours;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How long a claim is believed to last. */
@Tag("R7.4")
class LeasesTest {
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final RowShop shop = new RowShop();

    private Leases leases() {
        NoSendWindows none = new NoSendWindows(QuietHours.NONE, ContactZone.of(ZoneOffset.UTC));
        return new Leases(shop.stores, shop.clock, LEASE, 2, shop.watch, none);
    }

    @Test
    void claim_isHeldAsLongAsTheLeaseLasts() {
        shop.planned(3);
        List<Job> jobs = leases().claim();
        assertThat(jobs).hasSize(2).allMatch(job -> job.contact() != null && job.delivery() != null);
        shop.watch.advance(LEASE.minusNanos(1));
        assertThat(jobs).allMatch(job -> job.isHeld(shop.watch.nanos()));
        shop.watch.advance(Duration.ofNanos(1));
        assertThat(jobs).noneMatch(job -> job.isHeld(shop.watch.nanos()));
    }

    @Test
    void renew_lengthensWhatNobodyElseHas() {
        shop.planned(2);
        Leases leases = leases();
        List<Job> jobs = leases.claim();
        shop.watch.advance(LEASE);
        shop.clock.advance(LEASE);
        Claim taken = shop.stores
                .outbox()
                .claim(new ClaimRequest(
                        "other",
                        shop.clock.instant(),
                        shop.clock.instant().plus(LEASE),
                        1,
                        java.util.Set.of(),
                        jobs.get(0).key()))
                .get(0);
        assertThat(taken.key()).isEqualTo(jobs.get(0).key());
        leases.renew(jobs);
        assertThat(jobs.get(0).isHeld(shop.watch.nanos())).as("another has it").isFalse();
        assertThat(jobs.get(1).isHeld(shop.watch.nanos())).isTrue();
        shop.watch.advance(LEASE.minusNanos(1));
        assertThat(jobs.get(1).isHeld(shop.watch.nanos())).isTrue();
    }

    @Test
    void size_growsWhileMailsGoFast() {
        shop.planned(100);
        Leases leases = leases();
        assertThat(leases.claim()).hasSize(2);
        assertThat(leases.claim()).hasSize(4);
        shop.watch.advance(Duration.ofSeconds(1));
        assertThat(leases.claim()).hasSize(4);
        for (int i = 0; i < 10; i++) {
            leases.claim();
        }
        assertThat(leases.size()).isEqualTo(20);
        assertThat(leases.cameShort()).isTrue();
    }
}
