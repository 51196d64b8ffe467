package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.consent.Evidence;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StepStore;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.step.Offset;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Random lives of scenarios against a naive model: two nodes, crashes before commits, pauses, exits, leaps of the clock. */
class StepModelTest {
    private static final int SEQUENCES = Integer.getInteger("hato.step.sequences", 500);
    private static final int ACTS = 25;

    @Test
    @Tag("R5.4")
    @Tag("R5.6")
    @Tag("R5.7")
    @Tag("R7.4")
    void randomSequences_agreeWithTheModel() {
        for (int seed = 0; seed < SEQUENCES; seed++) {
            new Life(seed).play();
        }
    }

    /** A node's crash: what its transaction wrote is gone. */
    private static final class Crash extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /** Stores that throw just before some commits. */
    private record Crashing(MemoryStores stores, Supplier<Boolean> dice) {
        <T> T run(Function<? super Stores, ? extends T> work) {
            return stores.inTransaction(tx -> {
                T result = work.apply(tx);
                if (dice.get()) {
                    throw new Crash();
                }
                return result;
            });
        }
    }

    private static Stores crashing(MemoryStores stores, Supplier<Boolean> dice) {
        Crashing crashing = new Crashing(stores, dice);
        return new Stores() {
            @Override
            public dev.hato.contact.ContactStore contacts() {
                return stores.contacts();
            }

            @Override
            public dev.hato.consent.ConsentStore consents() {
                return stores.consents();
            }

            @Override
            public dev.hato.event.EventStore events() {
                return stores.events();
            }

            @Override
            public dev.hato.delivery.Outbox outbox() {
                return stores.outbox();
            }

            @Override
            public dev.hato.delivery.DeliveryStore deliveries() {
                return stores.deliveries();
            }

            @Override
            public StepStore steps() {
                return stores.steps();
            }

            @Override
            public <T> T inTransaction(Function<? super Stores, ? extends T> work) {
                return crashing.run(work);
            }
        };
    }

    private static final class Life {
        private final long seed;
        private final Random random;
        private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
        private final MemoryStores stores = MemoryStores.create();
        private final RecordingTransport transport = new RecordingTransport();
        private final List<StepModel.Mail> mails = new ArrayList<>();
        private final Map<ContactId, StepModel> models = new HashMap<>();
        private final List<StepScheduler> nodes = new ArrayList<>();
        private final List<String> acts = new ArrayList<>();
        private final Hato hato;
        private boolean crashes;
        private int events;

        Life(long seed) {
            this.seed = seed;
            this.random = new Random(seed);
            Scenario scenario = scenario();
            Stores shaky = crashing(stores, () -> crashes && random.nextInt(4) == 0);
            hato = Hato.builder(shaky, transport)
                    .sender(Mailbox.of("n", "n@example.jp"))
                    .clock(clock)
                    .zone(ZoneOffset.UTC)
                    .legalNotices(LegalNotices.NOT_CHECKED)
                    .build();
            for (int i = 0; i < 2; i++) {
                nodes.add(StepScheduler.builder(hato, stores.steps())
                        .scenario(scenario)
                        .build());
            }
            for (int i = 0; i < 3; i++) {
                Contact contact = Contact.of(ContactId.of(i), EmailAddress.of("c" + i + "@example.jp"));
                stores.contacts().save(contact);
                models.put(contact.id(), new StepModel(mails));
            }
        }

        private Scenario scenario() {
            Scenario.Builder builder = Scenario.named("s").exitsOn(event("purchase"));
            int hours = 0;
            boolean afterPrevious = false;
            for (int i = 0; i < 2 + random.nextInt(4); i++) {
                afterPrevious = random.nextInt(3) == 0;
                int offset = afterPrevious ? random.nextInt(20) : (hours += random.nextInt(30));
                mails.add(new StepModel.Mail("m" + i, offset, afterPrevious));
                Offset distance = hours(offset);
                builder.step("m" + i, afterPrevious ? afterPrevious(distance) : distance, mail(StepFixture.THANKS));
            }
            return builder.build();
        }

        void play() {
            for (int i = 0; i < ACTS; i++) {
                act();
                run();
                check();
            }
            hato.dispatcher().drain();
            long mailed = models.values().stream()
                    .flatMap(model -> model.log.stream())
                    .filter(line -> line.endsWith(" MAILED"))
                    .count();
            assertThat(transport.attempts().size()).as(this::toString).isLessThanOrEqualTo((int) mailed);
            assertThat(stores.outbox().tally("scenario:s").open())
                    .as(this::toString)
                    .isZero();
        }

        private void act() {
            ContactId contact = ContactId.of(random.nextInt(3));
            StepModel model = Objects.requireNonNull(models.get(contact));
            StepScheduler node = nodes.get(random.nextInt(2));
            Instant now = clock.instant();
            int kind = random.nextInt(12);
            acts.add(now + " " + contact + " act " + kind);
            switch (kind) {
                case 0, 1, 2 -> {
                    until(() -> node.enrol(contact));
                    model.enrol(now);
                }
                case 3 -> {
                    ContactEvent event =
                            ContactEvent.of(contact, "purchase", now).withId("e" + events++);
                    until(() -> node.signal(event));
                    model.purchase(now);
                }
                case 4 -> {
                    until(() -> node.pause("s", contact));
                    model.pause(now);
                }
                case 5, 6 -> {
                    until(() -> node.resume("s", contact));
                    model.resume(now);
                }
                case 7 -> {
                    hato.consents().stop(contact, dev.hato.consent.MailingList.of("s"), Evidence.byRecipient("l", "m"));
                    model.stop();
                }
                default -> clock.advance(Duration.ofHours(random.nextInt(random.nextInt(4) == 0 ? 60 : 5)));
            }
        }

        /** Repeats what a crash has broken off: the caller does not know more. */
        private <T> T until(Supplier<T> work) {
            crashes = true;
            try {
                while (true) {
                    try {
                        return work.get();
                    } catch (Crash e) {
                        acts.add("crash");
                    }
                }
            } finally {
                crashes = false;
            }
        }

        private void run() {
            until(() -> nodes.get(random.nextInt(2)).drain());
            models.values().forEach(model -> model.run(clock.instant()));
        }

        private void check() {
            models.forEach((contact, model) -> {
                List<Enrolment> enrolments = stores.steps().of(List.of(contact));
                List<String> actual = new ArrayList<>();
                for (Enrolment enrolment : enrolments) {
                    for (StepRecord record : enrolment.history()) {
                        if (record.outcome() != StepRecord.Outcome.PASSED) {
                            actual.add((record.step() + " " + record.outcome() + " " + record.reason()).strip());
                        }
                    }
                }
                assertThat(actual).as(() -> this + " contact " + contact).isEqualTo(model.log);
            });
        }

        @Override
        public String toString() {
            return "seed " + seed + " " + mails + "\n" + String.join("\n", acts);
        }
    }
}
