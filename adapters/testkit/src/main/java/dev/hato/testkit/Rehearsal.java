package dev.hato.testkit;

import dev.hato.Hato;
import dev.hato.HatoListener;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.consent.Evidence;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EmailAddress;
import dev.hato.delivery.LegalNotices;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.delivery.SendKey;
import dev.hato.delivery.Unsubscribe;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.event.MailEvents;
import dev.hato.memory.MemoryStores;
import dev.hato.message.ComposedMail;
import dev.hato.message.Imprint;
import dev.hato.message.Mailbox;
import dev.hato.message.ReadyMail;
import dev.hato.segment.Segment;
import dev.hato.smtp.BulkTransport;
import dev.hato.smtp.MailQueue;
import dev.hato.smtp.MailTransport;
import dev.hato.smtp.SendOutcome;
import dev.hato.step.Scenario;
import dev.hato.step.StepScheduler;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A time machine for scenarios: the production engine on a virtual clock, with stores in memory and a transport that only
 * records. It jumps from one due moment to the next.
 *
 * <pre>{@code
 * RehearsalPlan plan = Rehearsal.of(brochure)
 *     .contacts(hanako, taro)
 *     .from(Instant.parse("2026-04-01T00:00:00Z"))
 *     .to(Instant.parse("2026-07-01T00:00:00Z"))
 *     .event(ContactEvent.of(taro.id(), "purchase", Instant.parse("2026-04-05T03:00:00Z")))
 *     .run();
 * assertThat(plan.text()).isEqualTo(stored);
 * }</pre>
 *
 * <p>The same rehearsal always gives the same plan. The contacts are enrolled at the beginning, unless {@link
 * #enrolledByEvents()} is called. What happens at the same instant as a step happens before it. Not thread-safe.
 */
public final class Rehearsal {
    /** So many mails are taken in one transaction. */
    private static final int BATCH = 500;

    private static final SendOutcome TAKEN = new SendOutcome.HandedOver("250 2.0.0 rehearsed");
    private static final SendOutcome BOUNCED = new SendOutcome.Bounced(550, "5.1.1 rehearsed");
    private static final SendOutcome NOT_BEGUN = new SendOutcome.Deferred(SendOutcome.Cause.MAIL, 0, "not begun");

    private static final URI UNSUBSCRIBE = URI.create("https://example.com/unsubscribe");
    private static final Evidence SIGN_UP = Evidence.byRecipient("sign-up", "rehearsal");
    private static final Evidence LINK = Evidence.byRecipient("unsubscribe link", "rehearsal");

    private final List<Scenario> scenarios;
    private final List<Contact> contacts = new ArrayList<>();
    private final List<Act> script = new ArrayList<>();
    private final List<Reaction> reactions = new ArrayList<>();
    private final List<Segment> segments = new ArrayList<>();
    private final Set<EmailAddress> bouncing = new HashSet<>();
    private UnaryOperator<Hato.Builder> engine = builder -> builder;
    private UnaryOperator<StepScheduler.Builder> settings = builder -> builder;
    private HolidayCalendar holidays = HolidayCalendar.NONE;
    private MailTransport transport = new Taking();
    private boolean enrols = true;
    private ZoneId zone = ZoneId.of("Asia/Tokyo");
    private @Nullable Instant from;
    private @Nullable Instant to;

    /** Something that the host does at a moment; acts of the same moment in the order they were written. */
    private record Act(Instant at, long number, Consumer<Stage> deed) implements Comparable<Act> {
        @Override
        public int compareTo(Act other) {
            int byTime = at.compareTo(other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }
    }

    /** What some recipients do after a mail. */
    private record Reaction(String type, double probability, Duration after, long seed) {}

    private Rehearsal(List<Scenario> scenarios) {
        this.scenarios = scenarios;
    }

    /** Begins a rehearsal of these scenarios together. */
    public static Rehearsal of(Scenario... scenarios) {
        return new Rehearsal(List.copyOf(Arrays.asList(scenarios)));
    }

    /** Adds contacts, who are subscribed to the lists under which the scenarios send. */
    public Rehearsal contacts(Contact... more) {
        return contacts(Arrays.asList(more));
    }

    /** Adds contacts, who are subscribed to the lists under which the scenarios send. */
    public Rehearsal contacts(Collection<Contact> more) {
        contacts.addAll(more);
        return this;
    }

    /** Sets when it begins. Required. */
    public Rehearsal from(Instant start) {
        from = Objects.requireNonNull(start, "start");
        return this;
    }

    /** Sets when it ends, that moment included. Required. */
    public Rehearsal to(Instant end) {
        to = Objects.requireNonNull(end, "end");
        return this;
    }

    /** Sets the engine's zone, whose local times the plan shows; Asia/Tokyo unless set. */
    public Rehearsal zone(ZoneId value) {
        zone = Objects.requireNonNull(value, "zone");
        return this;
    }

    /** Enrols nobody at the beginning: triggers do. */
    public Rehearsal enrolledByEvents() {
        enrols = false;
        return this;
    }

    /** Sets which days are holidays, for the scheduler and for the page, which shows them; none unless set. */
    public Rehearsal holidays(HolidayCalendar calendar) {
        holidays = Objects.requireNonNull(calendar, "calendar");
        return this;
    }

    /** Defines segments that the scenarios name. */
    public Rehearsal segments(Segment... more) {
        segments.addAll(Arrays.asList(more));
        return this;
    }

    /** Hands the mails to this transport, such as a {@link RecordingTransport}, in place of one that keeps nothing. */
    public Rehearsal transport(MailTransport value) {
        transport = Objects.requireNonNull(value, "transport");
        return this;
    }

    /**
     * Changes how the engine is built: sender, imprint, ways out, transformer. It has such of its own, so that templates can
     * be filled; its clock, zone and listener are the rehearsal's.
     */
    public Rehearsal engine(UnaryOperator<Hato.Builder> change) {
        engine = Objects.requireNonNull(change, "change");
        return this;
    }

    /** Changes how the scheduler is built: quiet hours, caps, actions. */
    public Rehearsal scheduler(UnaryOperator<StepScheduler.Builder> change) {
        settings = Objects.requireNonNull(change, "change");
        return this;
    }

    /** Lets the event happen at its moment. */
    public Rehearsal event(ContactEvent event) {
        return act(event.at(), stage -> stage.steps.signal(event));
    }

    /** Lets the contact stop the subscriptions of all scenarios at this moment. */
    public Rehearsal unsubscribes(ContactId contact, Instant at) {
        return act(
                at, stage -> scenarios.forEach(scenario -> stage.hato.consents().stop(contact, scenario.list(), LINK)));
    }

    /** Lets the server refuse all mail to the contact's address for good. */
    public Rehearsal bounces(Contact contact) {
        bouncing.add(contact.address());
        return this;
    }

    /** Lets some recipients open each mail, this long after it was handed over; the seed decides who. */
    public Rehearsal opens(double probability, Duration after, long seed) {
        reactions.add(new Reaction(MailEvents.OPENED, probability, after, seed));
        return this;
    }

    /** Lets some recipients click in each mail, this long after it was handed over; the seed decides who. */
    public Rehearsal clicks(double probability, Duration after, long seed) {
        reactions.add(new Reaction(MailEvents.CLICKED, probability, after, seed));
        return this;
    }

    /** Lets the host do something at this moment, such as pausing a scenario. */
    public Rehearsal at(Instant moment, Consumer<StepScheduler> deed) {
        return act(moment, stage -> deed.accept(stage.steps));
    }

    private Rehearsal act(Instant at, Consumer<Stage> deed) {
        script.add(new Act(at, script.size(), deed));
        return this;
    }

    /**
     * Runs it.
     *
     * @throws IllegalStateException if beginning or end is not set, or an act lies outside of them
     */
    public RehearsalPlan run() {
        Instant start = from;
        Instant end = to;
        if (start == null || end == null || end.isBefore(start)) {
            throw new IllegalStateException(
                    "The rehearsal goes from " + start + " to " + end + "; call from(…) and to(…).");
        }
        for (Act act : script) {
            if (act.at().isBefore(start) || act.at().isAfter(end)) {
                throw new IllegalStateException("Something happens at " + act.at() + ", outside of " + start + " to "
                        + end + "; move it, or the rehearsal's bounds.");
            }
        }
        Stage stage = new Stage(start);
        if (enrols) {
            List<ContactId> ids = contacts.stream().map(Contact::id).toList();
            scenarios.forEach(scenario -> stage.steps.enrol(scenario.name(), ids));
        }
        stage.play(end);
        return RehearsalPlan.of(
                scenarios,
                contacts.stream().map(Contact::id).toList(),
                stage.stores,
                new RehearsalPlan.Frame(start, end, zone, holidays));
    }

    /** The engine at work. */
    private final class Stage implements HatoListener {
        private final MemoryStores stores = MemoryStores.create();
        private final PriorityQueue<Act> acts = new PriorityQueue<>(script);
        private final MovableClock clock;
        private final Hato hato;
        private final StepScheduler steps;
        private long number = script.size();

        Stage(Instant start) {
            clock = MovableClock.at(start);
            hato = engine.apply(Hato.builder(stores, new Answering())
                            .sender(Mailbox.of("Rehearsal", "rehearsal@example.com"))
                            .imprint(Imprint.of("Rehearsal", "1-2-3 Example", "help@example.com"))
                            .unsubscribe(
                                    Unsubscribe.byLink(target -> UNSUBSCRIBE).orByMail("unsubscribe@example.com"))
                            .legalNotices(LegalNotices.NOT_CHECKED))
                    .clock(clock)
                    .zone(zone)
                    .listener(this)
                    .build();
            contacts.forEach(hato.contacts()::save);
            subscribe();
            segments.forEach(hato.segments()::define);
            StepScheduler.Builder builder =
                    StepScheduler.builder(hato, stores.steps()).holidays(holidays);
            scenarios.forEach(builder::scenario);
            steps = settings.apply(builder).build();
        }

        /** Subscribes everybody to the lists that the scenarios name; those of their own begin with the enrolment. */
        private void subscribe() {
            for (Scenario scenario : scenarios) {
                if (scenario.sending().list() != null) {
                    contacts.forEach(contact -> hato.consents().subscribe(contact.id(), scenario.list(), SIGN_UP));
                }
            }
        }

        void play(Instant end) {
            Instant next = clock.instant();
            while (next != null && !next.isAfter(end)) {
                clock.set(next);
                while (!acts.isEmpty() && !acts.element().at().isAfter(next)) {
                    acts.remove().deed().accept(this);
                }
                steps.drain();
                hato.dispatcher().drain();
                next = next();
            }
            clock.set(end);
        }

        private @Nullable Instant next() {
            Instant due = steps.nextDue().orElse(null);
            Act act = acts.peek();
            if (act == null || (due != null && due.isBefore(act.at()))) {
                return due;
            }
            return act.at();
        }

        @Override
        public void mailChanged(SendKey mail, OutboxEntry.Progress progress) {
            String scenario = StoredScenario.ofSource(mail.source());
            ContactId contact = mail.contact();
            if (progress.state() != MailState.HANDED_OVER
                    || scenario == null
                    || contact == null
                    || reactions.isEmpty()) {
                return;
            }
            String name = stores.steps()
                    .scenario(scenario)
                    .map(stored -> stored.mailName(mail.step()))
                    .orElse(mail.step());
            for (Reaction reaction : reactions) {
                long seed = reaction.seed()
                        ^ ((long) mail.value().hashCode() << 16)
                        ^ reaction.type().hashCode();
                if (new SplittableRandom(seed).nextDouble() < reaction.probability()) {
                    Instant at = progress.at().plus(reaction.after());
                    ContactEvent event = ContactEvent.of(contact, reaction.type(), at)
                            .withId(reaction.type() + ":"
                                    + Integer.toHexString(mail.value().hashCode()) + ":" + number)
                            .with(MailEvents.MAIL, name);
                    acts.add(new Act(at, number++, stage -> stage.steps.signal(event)));
                }
            }
        }
    }

    /** Refuses mail to addresses that bounce; the others are the transport's. */
    private final class Answering implements BulkTransport {
        @Override
        public void sendAll(MailQueue mails) {
            // A transport that throws leaves all that it was given in doubt: a host's gets one after the other.
            int limit = transport instanceof Taking ? BATCH : 1;
            List<ReadyMail> batch = mails.next(limit);
            while (!batch.isEmpty()) {
                List<MailQueue.Result> results = new ArrayList<>(batch.size());
                for (ReadyMail mail : batch) {
                    boolean goes = mails.mayBegin(mail);
                    results.add(new MailQueue.Result(
                            mail, goes ? send(mail.sender(), mail.recipient(), mail.content()) : NOT_BEGUN));
                }
                mails.outcomes(results);
                batch = mails.next(limit);
            }
        }

        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            return bouncing.contains(recipient) ? BOUNCED : transport.send(sender, recipient, mail);
        }

        @Override
        public void close() {}
    }

    /** Takes every mail and keeps nothing. */
    private static final class Taking implements MailTransport {
        @Override
        public SendOutcome send(EmailAddress sender, EmailAddress recipient, ComposedMail mail) {
            return TAKEN;
        }

        @Override
        public void close() {}
    }
}
