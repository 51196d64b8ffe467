package dev.hato.step;

import dev.hato.Hato;
import dev.hato.Stores;
import dev.hato.calendar.ContactZone;
import dev.hato.calendar.FrequencyCap;
import dev.hato.calendar.HolidayCalendar;
import dev.hato.calendar.QuietHours;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.TextAttribute;
import dev.hato.delivery.EngineSettings;
import dev.hato.delivery.StepMails;
import dev.hato.enrolment.StepStore;
import dev.hato.event.ContactEvent;
import dev.hato.report.DeliveryHistory;
import dev.hato.report.StepRow;
import dev.hato.segment.Segment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Carries out scenarios: enrols contacts, does each step when it is due, and ends what has to end.
 *
 * <pre>{@code
 * StepScheduler steps = StepScheduler.builder(hato, stores.steps()).scenario(brochure).build();
 * steps.enrol(hanako.id());
 * steps.signal(ContactEvent.of(hanako.id(), "purchase", now));
 * steps.drain();               // plans the mails that are due
 * hato.dispatcher().drain();   // sends them
 * }</pre>
 *
 * <p>A step's mail and the enrolment's next step are written in the transaction that claims the enrolment and reads
 * condition, goal and consent: whatever crashes, a contact gets each mail of an occurrence once. No thread is started
 * here. Any number of schedulers, on any number of nodes, may work on the same stores. Thread-safe.
 */
public final class StepScheduler {
    static final int PAGE = 1_000;

    private final StepSettings settings;
    private final Scenarios scenarios;
    private final StepWorkers workers;

    private StepScheduler(StepWorkers workers) {
        this.settings = workers.settings();
        this.scenarios = workers.scenarios();
        this.workers = workers;
    }

    /**
     * Begins a scheduler.
     *
     * @param hato the engine, whose stores, clock and templates it shares
     * @param steps where enrolments are kept: {@code steps()} of the engine's stores
     * @throws IllegalArgumentException if it is another store, which could not be written in one transaction with mails
     */
    public static Builder builder(Hato hato, StepStore steps) {
        return new Builder(hato.settings(), steps);
    }

    /** Enrols contacts in the only scenario, now; see {@link #enrol(String, Collection)}. */
    public EnrolReport enrol(ContactId... contacts) {
        return enrol(scenarios.only().name(), Arrays.asList(contacts));
    }

    /** Enrols all who are in the segment now in the only scenario; see {@link #enrol(String, Segment)}. */
    public EnrolReport enrol(Segment segment) {
        return enrol(scenarios.only().name(), segment);
    }

    /**
     * Enrols contacts, now; those who are enrolled already by the scenario's rule of re-enrolment.
     *
     * @throws java.util.NoSuchElementException if this scheduler has no such scenario
     */
    public EnrolReport enrol(String scenario, Collection<ContactId> contacts) {
        Running running = scenarios.require(scenario);
        List<ContactId> all = new ArrayList<>(new LinkedHashSet<>(contacts));
        EnrolReport report = EnrolReport.NONE;
        for (int from = 0; from < all.size(); from += PAGE) {
            List<ContactId> page = all.subList(from, Math.min(from + PAGE, all.size()));
            report = report.plus(settings.again(tx -> {
                Instant now = settings.now();
                return new Entrance(settings, running, tx, now).enrol(page, now);
            }));
        }
        return report;
    }

    /**
     * Enrols all who are in the segment now, page by page: what was enrolled stays if a later page fails, and enrolling
     * again is harmless with the rule {@link ReEnrolment#IGNORE}. Where the first step's time is the same for everybody
     * and the scenario filters nobody, a store that can does it by itself, many times as fast.
     *
     * @throws java.util.NoSuchElementException if this scheduler has no such scenario
     * @throws dev.hato.segment.SegmentReferenceException if the segment names one that is not defined
     */
    public EnrolReport enrol(String scenario, Segment segment) {
        return new SegmentEntrance(settings, scenarios.require(scenario), ids -> enrol(scenario, ids))
                .enrol(segment.condition());
    }

    /**
     * Records the event, and in the same transaction lets it start scenarios, end enrolments, and satisfy waits. Events
     * that reach the store in another way still count when a step is due: for goals, exits and waits, not as triggers.
     * So do events more than a minute ahead of the engine's clock; up to that, clocks are taken to differ.
     *
     * @return whether it was new and of a contact that there is; nothing is done otherwise
     */
    public Signalled signal(ContactEvent event) {
        return settings.again(tx -> signal(tx, event));
    }

    /** Does the same in a transaction of the host's; see {@link Hato#in}. */
    public Signalled signal(Stores transaction, ContactEvent event) {
        return new EventTurn(settings, scenarios.agreed(transaction), transaction, settings.now()).take(event);
    }

    /**
     * Saves the contact, and in the same transaction lets the change start scenarios (by attributes and segments) and
     * gives steps their time that count from a date of the contact's.
     *
     * @throws IllegalStateException if the contacts cannot be written
     */
    public void save(Contact contact) {
        settings.again(tx -> {
            new ContactTurn(settings, scenarios.agreed(tx), tx, settings.now()).save(contact);
            return true;
        });
    }

    /** Pauses the contact in a scenario, and returns whether there was something to pause. */
    public boolean pause(String scenario, ContactId contact) {
        Pausing pausing = new Pausing(settings, scenarios.require(scenario));
        return settings.again(tx -> pausing.pause(tx, contact) > 0);
    }

    /**
     * Resumes the contact: steps that count from enrolment or from the step before move on by the paused span, those that
     * count from a date stay.
     *
     * @return whether there was something to resume
     */
    public boolean resume(String scenario, ContactId contact) {
        Pausing pausing = new Pausing(settings, scenarios.require(scenario));
        return settings.again(tx -> pausing.resume(tx, contact) > 0);
    }

    /** Pauses a scenario for everybody, on all nodes; returns false if it was paused. */
    public boolean pause(String scenario) {
        return new Pausing(settings, scenarios.require(scenario)).pauseAll();
    }

    /** Resumes a scenario for everybody, as {@link #resume(String, ContactId)} does; returns false if it was not paused. */
    public boolean resume(String scenario) {
        return new Pausing(settings, scenarios.require(scenario)).resumeAll();
    }

    /** Ends the contact's open enrolments in a scenario by hand, and returns whether there was one. */
    public boolean exit(String scenario, ContactId contact, String reason) {
        Running running = scenarios.require(scenario);
        return settings.again(tx -> new EventTurn(settings, List.of(running), tx, settings.now()).end(contact, reason));
    }

    /**
     * Plans an edit: what the new version would do to everybody who is, or was, in the scenario.
     *
     * @param newVersion of the same name as one of this scheduler's scenarios
     */
    public EditPlan plan(Scenario newVersion) {
        settings.require(newVersion);
        return new Editing(settings, scenarios, scenarios.require(newVersion.name()), newVersion).plan();
    }

    /** Returns the contact's way through all scenarios. */
    public StepTimeline timeline(ContactId contact) {
        return new StepTimeline(contact, settings.stores().steps().of(List.of(contact)));
    }

    /** Explains why the contact got the step of the only scenario, did not, or will. */
    public StepExplanation explain(ContactId contact, String step) {
        return explain(scenarios.only().name(), contact, step);
    }

    /**
     * Explains why the contact got the step, did not, or will.
     *
     * @throws IllegalStateException if the scenario has no such step
     */
    public StepExplanation explain(String scenario, ContactId contact, String step) {
        return StepExplanation.of(settings, scenarios.require(scenario), contact, step);
    }

    /** Returns how many came how far in the only scenario. */
    public Funnel funnel() {
        return funnel(scenarios.only().name());
    }

    /** Returns how many came how far; every enrolment is read. */
    public Funnel funnel(String scenario) {
        return Funnel.of(scenarios.require(scenario), settings.stores());
    }

    /** Returns the rows of the only scenario's steps in the history; see {@link #history(String)}. */
    public List<StepRow> history() {
        return history(scenarios.only().name());
    }

    /**
     * Returns a row of the history for each step of the scenario that sends mail, as {@link
     * dev.hato.report.DeliveryHistory#steps} does: how many mails were made, handed over, bounced and excluded.
     */
    public List<StepRow> history(String scenario) {
        return new DeliveryHistory(settings.stores())
                .steps(scenarios.require(scenario).name());
    }

    /**
     * Returns a scheduler of the same scenarios that does what is due on the executor's threads too:
     * {@code steps.on(executor, 4).drain()}.
     *
     * @param executor runs up to {@code parallelism - 1} tasks that last as long as {@link #drain}; with fewer threads
     *     free fewer batches are under way at once, and with none the calling thread does them
     * @param parallelism how many batches are under way at once, at least 1
     */
    public StepScheduler on(Executor executor, int parallelism) {
        if (parallelism < 1) {
            throw new IllegalArgumentException("The parallelism is " + parallelism + "; it takes at least 1.");
        }
        Objects.requireNonNull(executor, "executor");
        return new StepScheduler(new StepWorkers(settings, scenarios, executor, parallelism));
    }

    /**
     * Looks for triggers that time has fired and does all that is due, on the calling thread and on those that {@link #on}
     * has named, and returns once nothing is due any more. When a store fails, its exception is thrown after all threads have ended their batches; what was claimed
     * is as if it had never been. An interrupt ends it after the batches under way. Refused inside a transaction.
     */
    public StepReport drain() {
        settings.requireNoTransaction("drain");
        new Lookout(settings, scenarios).look();
        return workers.drain();
    }

    /** Returns when something is due next, looks for triggers included, or empty if nothing is by time alone. */
    public Optional<Instant> nextDue() {
        return settings.stores().inTransaction(tx -> {
            Instant steps =
                    new Pacing(tx, settings.now()).nextDue(scenarios.inForce(tx).values());
            Instant look = new Lookout(settings, scenarios).next(tx);
            Instant next = look.isBefore(steps) ? look : steps;
            return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(StepSettings.seen(next));
        });
    }

    /**
     * Does what is due, over and over, on one of the executor's threads and on those that {@link #on} has named, until it is closed or the thread interrupted.
     * Nothing waits longer than half a second after it is due for the next look.
     */
    public StepRun start(Executor executor) {
        StepRun run = new StepRun(this, settings.engine().clock());
        executor.execute(run);
        return run;
    }

    /** Collects what a scheduler works with. Not thread-safe. */
    public static final class Builder {
        private final EngineSettings engine;
        private final StepMails mails;
        private final List<Scenario> scenarios = new ArrayList<>();
        private final List<Consumer<Scenarios>> loads = new ArrayList<>();
        private HolidayCalendar holidays = HolidayCalendar.NONE;
        private QuietHours quiet;
        private @Nullable TextAttribute zone;
        private @Nullable FrequencyCap cap;
        private @Nullable ActionHandler handler;
        private Duration lease = Duration.ofSeconds(25);
        private Duration watching = Duration.ofMinutes(5);

        private Builder(EngineSettings engine, StepStore steps) {
            this.engine = engine;
            this.mails = new StepMails(engine);
            this.quiet = engine.quietHours();
            this.zone = engine.contactZone().attribute();
            if (Objects.requireNonNull(steps, "steps") != engine.stores().steps()) {
                throw new IllegalArgumentException("The enrolments are to be kept in another store than the engine's,"
                        + " which shares no transaction with it; give steps() of the engine's stores.");
            }
        }

        /** Adds a scenario, which is stored as its first version if nobody has stored it. */
        public Builder scenario(Scenario scenario) {
            scenarios.add(Objects.requireNonNull(scenario, "scenario"));
            return this;
        }

        /** Adds the scenario of this name in the version in force, to edit it or to go on with it. */
        public Builder running(String name, TemplateCatalog templates) {
            loads.add(known -> known.load(name, templates));
            return this;
        }

        /** Sets which days are holidays, for steps on business days; none unless set. */
        public Builder holidays(HolidayCalendar calendar) {
            holidays = Objects.requireNonNull(calendar, "calendar");
            return this;
        }

        /**
         * Sets when a step's mail is not made but put off, on the recipient's clocks; the engine's {@linkplain
         * Hato.Builder#quietHours quiet hours} unless set, which hold in any case what has been made.
         */
        public Builder quietHours(QuietHours hours) {
            quiet = Objects.requireNonNull(hours, "hours");
            return this;
        }

        /**
         * Sets how many marketing mails a contact gets at most; any number unless set. Group deliveries are counted when
         * a server takes them, steps when they are planned; only steps wait or fall away.
         */
        public Builder cap(FrequencyCap value) {
            cap = Objects.requireNonNull(value, "cap");
            return this;
        }

        /**
         * Sets the attribute with the contact's zone; the engine's {@linkplain Hato.Builder#contactZone attribute} unless
         * set. Contacts without a zone live in the engine's.
         */
        public Builder contactZone(TextAttribute attribute) {
            zone = Objects.requireNonNull(attribute, "attribute");
            return this;
        }

        /** Sets what acts outside of the stores; required if a step does. */
        public Builder actions(ActionHandler value) {
            handler = Objects.requireNonNull(value, "handler");
            return this;
        }

        /** Sets how long an action outside of the stores may take before another node tries it; 25 seconds unless set. */
        public Builder leasing(Duration duration) {
            lease = StepSettings.requireLength("lease", duration);
            return this;
        }

        /**
         * Sets how often is looked for what time alone has changed: who entered or left a segment that moves with time,
         * and whose moment (not date) is reached; every 5 minutes unless set. Each look asks the stores once who that is.
         *
         * @param interval no longer than {@link PastDuePolicy#PUNCTUAL}: what is found later would be past due
         */
        public Builder lookingEvery(Duration interval) {
            watching = StepSettings.requireLength("interval between two looks", interval);
            if (interval.compareTo(PastDuePolicy.PUNCTUAL) > 0) {
                throw new IllegalArgumentException(
                        "Looking every " + interval + " would find people after their steps are"
                                + " past due; look at least every " + PastDuePolicy.PUNCTUAL + ".");
            }
            return this;
        }

        /**
         * Returns the scheduler.
         *
         * @throws IllegalStateException if a scenario is in force in another version, or has steps that nothing handles
         * @throws dev.hato.delivery.LegalNoticeException if a mail does not say what marketing mail must
         */
        public StepScheduler build() {
            StepSettings settings = new StepSettings(
                    engine,
                    mails,
                    new StepSettings.Clocks(new ContactZone(zone, engine.zone()), holidays),
                    new StepSettings.Limits(quiet, cap),
                    handler,
                    new StepSettings.Spans(lease, watching));
            settings.requireNoTransaction("be built");
            Scenarios known = new Scenarios(settings);
            scenarios.forEach(settings::require);
            scenarios.forEach(known::add);
            loads.forEach(load -> load.accept(known));
            if (known.all().isEmpty()) {
                throw new IllegalStateException("No scenario is given; call scenario(…) before build().");
            }
            return new StepScheduler(new StepWorkers(settings, known, null, 1));
        }
    }
}
