package dev.hato.testkit;

import static dev.hato.segment.Conditions.event;
import static dev.hato.step.Steps.afterPrevious;
import static dev.hato.step.Steps.hours;
import static dev.hato.step.Steps.mail;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hato.Hato;
import dev.hato.consent.AddressStatus;
import dev.hato.consent.Evidence;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.OutboxEntry;
import dev.hato.enrolment.StepRecord;
import dev.hato.event.ContactEvent;
import dev.hato.memory.MemoryStores;
import dev.hato.message.Mailbox;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import dev.hato.step.TemplateCatalog;
import dev.hato.testkit.StepModel.Mail;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;

/** One scenario, three contacts, two nodes, and what happens to them; the seed decides. */
final class StepLife {
    private static final int ACTS = 25;

    /** Neighbouring seeds begin with much the same numbers; an odd factor sets them apart. */
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private static final int CONTACTS = 3;
    private static final TemplateCatalog TEMPLATES = TemplateCatalog.of(StepFixture.THANKS);

    private final long seed;
    private final Random random;
    private final MovableClock clock = MovableClock.at("2026-04-01T00:00:00Z");
    private final MemoryStores sound = MemoryStores.create();
    private final CrashingStores shaky = new CrashingStores(sound, this::crashesNow);
    private final RecordingTransport transport = new RecordingTransport();
    private final Map<ContactId, StepModel> models = new HashMap<>();
    private final List<StepScheduler> nodes = new ArrayList<>();
    private final List<String> acts = new ArrayList<>();
    private final Hato hato;
    private final boolean isEdited;
    private List<Mail> mails = new ArrayList<>();
    private boolean mayCrash;
    private int keys;
    private int events;
    private int edits;
    private int crashes;

    StepLife(long seed) {
        this.seed = seed;
        this.random = new Random(seed * SPREAD);
        this.isEdited = random.nextBoolean();
        hato = Hato.builder(shaky, transport)
                .sender(Mailbox.of("n", "n@example.jp"))
                .clock(clock)
                .zone(ZoneOffset.UTC)
                .legalNotices(LegalNotices.NOT_CHECKED)
                .build();
        int hours = 0;
        for (int i = 0; i < 2 + random.nextInt(4); i++) {
            boolean afterPrevious = !isEdited && random.nextInt(3) == 0;
            mails.add(new Mail(
                    "m" + keys++, afterPrevious ? random.nextInt(20) : (hours += random.nextInt(30)), afterPrevious));
        }
        for (int i = 0; i < 2; i++) {
            nodes.add(StepScheduler.builder(hato, shaky.steps())
                    .scenario(scenario())
                    .build());
        }
        for (int i = 0; i < CONTACTS; i++) {
            Contact contact = Contact.of(ContactId.of(i), address(i));
            sound.contacts().save(contact);
            models.put(contact.id(), new StepModel(mails));
        }
    }

    private static EmailAddress address(int contact) {
        return EmailAddress.of("c" + contact + "@example.jp");
    }

    private boolean crashesNow() {
        return mayCrash && random.nextInt(100) == 0;
    }

    private Scenario scenario() {
        Scenario.Builder builder = Scenario.named("s").exitsOn(event("purchase"));
        for (Mail mail : mails) {
            builder.step(
                    mail.key(),
                    mail.afterPrevious() ? afterPrevious(hours(mail.hours())) : hours(mail.hours()),
                    mail(StepFixture.THANKS));
        }
        return builder.build();
    }

    int edits() {
        return edits;
    }

    int crashes() {
        return crashes;
    }

    int mails() {
        return (int) models.values().stream()
                .flatMap(model -> model.log.stream())
                .filter(line -> line.endsWith(" MAILED"))
                .count();
    }

    void play() {
        for (int i = 0; i < ACTS; i++) {
            act();
            onANode(StepScheduler::drain);
            models.values().forEach(model -> model.run(clock.instant()));
            check();
        }
        hato.dispatcher().drain();
        checkMails();
    }

    private void act() {
        int number = random.nextInt(CONTACTS);
        ContactId contact = ContactId.of(number);
        StepModel model = Objects.requireNonNull(models.get(contact));
        Instant now = clock.instant();
        int kind = random.nextInt(isEdited ? 21 : 19);
        acts.add(now + " " + contact + " act " + kind);
        switch (kind) {
            case 0, 1, 2 -> {
                onANode(node -> node.enrol(contact));
                model.enrol(now);
            }
            case 3 -> {
                ContactEvent event = ContactEvent.of(contact, "purchase", now).withId("e" + events++);
                onANode(node -> node.signal(event));
                model.purchase(now);
            }
            case 4 -> {
                onANode(node -> node.pause("s", contact));
                model.pause(now);
            }
            case 5, 6 -> {
                onANode(node -> node.resume("s", contact));
                model.resume(now);
            }
            case 7 -> {
                if (random.nextBoolean()) {
                    return;
                }
                hato.consents().stop(contact, MailingList.of("s"), Evidence.byRecipient("l", "m"));
                model.stop();
            }
            case 8 -> {
                if (random.nextInt(3) == 0) {
                    hato.consents().block(address(number), AddressStatus.ERROR, "bounced");
                    model.bounce();
                }
            }
            case 19, 20 -> edit(now);
            default -> advance();
        }
    }

    /** Mostly to the moment at which something is due, as a running engine wakes; sometimes past it, as after a stop. */
    private void advance() {
        Instant due = sound.steps().nextDue(Set.of("s")).orElse(null);
        if (due != null && due.isAfter(clock.instant()) && random.nextInt(4) > 0) {
            clock.set(due.plus(Duration.ofMinutes(random.nextInt(3) * 30L)));
        } else {
            clock.advance(Duration.ofHours(random.nextInt(40)));
        }
    }

    /** One node applies the next version; the other is stale then, which must do no harm, and is started again. */
    private void edit(Instant now) {
        List<Mail> next = nextVersion();
        acts.add("edit to " + next);
        mails = next;
        Scenario version = scenario();
        int editor = random.nextInt(2);
        until(editor, node -> node.plan(version).apply());
        StepScheduler stale = nodes.get(1 - editor);
        assertThat(stale.drain().steps()).as("steps of a stale node").isZero();
        restart(1 - editor);
        models.values().forEach(model -> model.edit(next, now));
        edits++;
    }

    private List<Mail> nextVersion() {
        List<Mail> next = new ArrayList<>(mails);
        int which = random.nextInt(next.size());
        Mail old = next.get(which);
        int hours = random.nextInt(120);
        switch (random.nextInt(3)) {
            case 0 -> next.add(new Mail("m" + keys++, hours, false));
            case 1 -> {
                if (next.size() > 1) {
                    next.remove(which);
                }
            }
            default -> {
                // The model goes by time alone, so what somebody has had stays where it is.
                if (models.values().stream().noneMatch(model -> model.isSettled(old.key()))) {
                    next.set(which, new Mail(old.key(), hours, false));
                }
            }
        }
        next.sort(Comparator.comparingInt(Mail::hours));
        return List.copyOf(next);
    }

    private void restart(int node) {
        nodes.set(
                node,
                StepScheduler.builder(hato, shaky.steps())
                        .running("s", TEMPLATES)
                        .build());
    }

    private <T> T onANode(Function<StepScheduler, T> work) {
        return until(random.nextInt(2), work);
    }

    /** Repeats what a crash has broken off, on the node that was started again: the caller does not know more. */
    private <T> T until(int node, Function<StepScheduler, T> work) {
        while (true) {
            mayCrash = true;
            try {
                return work.apply(nodes.get(node));
            } catch (CrashingStores.Crash e) {
                acts.add("crash");
                crashes++;
                mayCrash = false;
                restart(node);
            } finally {
                mayCrash = false;
            }
        }
    }

    private void check() {
        models.forEach((contact, model) -> {
            List<String> actual = sound.steps().of(List.of(contact)).stream()
                    .flatMap(enrolment -> enrolment.history().stream())
                    .filter(record -> record.outcome() != StepRecord.Outcome.PASSED)
                    .map(record -> (record.step() + " " + record.outcome() + " " + record.reason()).strip())
                    .toList();
            assertThat(actual).as(() -> this + " contact " + contact).isEqualTo(model.log);
        });
    }

    /** Each mail that the model sends is in the outbox once, and nothing else; what left is in it. */
    private void checkMails() {
        List<String> planned = new ArrayList<>();
        for (OutboxEntry entry : sound.outbox().page("scenario:s", null, 1_000)) {
            planned.add(entry.mail().key().contact() + " " + entry.mail().key().step());
        }
        List<String> expected = new ArrayList<>();
        Set<String> refused = new HashSet<>(); // once in the outbox, however often an edit brings the contact past it
        models.forEach((contact, model) -> model.log.forEach(line -> {
            String mail = contact + " " + line.split(" ", 2)[0];
            if (line.endsWith(" MAILED")) {
                expected.add(mail);
            } else if (line.endsWith(" STOPPED") || line.endsWith(" ADDRESS_ERROR")) {
                refused.add(mail);
            }
        }));
        expected.addAll(refused);
        assertThat(planned).as(this::toString).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(sound.outbox().tally("scenario:s").open()).as(this::toString).isZero();
        assertThat(transport.attempts()).as(this::toString).hasSizeLessThanOrEqualTo(planned.size());
    }

    @Override
    public String toString() {
        return "seed " + seed + " " + mails + "\n" + String.join("\n", acts);
    }
}
