package dev.hato.step;

import dev.hato.calendar.FrequencyCap;
import dev.hato.consent.MailingList;
import dev.hato.message.MessageTemplate;
import dev.hato.segment.Condition;
import dev.hato.segment.EventQuery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Step mail as a value: who comes in, what is done when, and what ends it.
 *
 * <pre>{@code
 * Scenario brochure = Scenario.named("brochure-follow-up")
 *     .startsOn(event("brochure.requested"))
 *     .step("thanks", immediately(), mail(thanks))
 *     .step("day-3", days(3).at(10, 0), mail(cases))
 *     .step("day-7", days(7).at(10, 0), mail(offer).onlyIf(not(clicked("cases"))))
 *     .step("day-14", days(14).at(10, 0), mail(lastCall))
 *     .exitsOn(event("purchase"))
 *     .build();
 * }</pre>
 *
 * <p>Steps are done in their order, each when it is due. One that is due before the step above it is done is past due.
 * Immutable and thread-safe; equal to one of the same parts, with templates compared by name.
 *
 * @param name unique among the host's scenarios, at most {@value #MAX_NAME_LENGTH} characters
 * @param entry who comes in
 * @param steps what is done, in this order
 * @param exits what ends an enrolment without success
 * @param goals what ends an enrolment because its aim is reached
 * @param sending how steps are done
 */
public record Scenario(
        String name, Entry entry, List<Step> steps, List<Exit> exits, List<Exit> goals, Sending sending) {
    /** The longest name, in UTF-16 units. */
    public static final int MAX_NAME_LENGTH = 80;

    /**
     * Copies the lists and checks that the scenario can be carried out.
     *
     * @throws ScenarioException if not; its message names the step and the way out
     */
    public Scenario {
        Names.require("Scenario name", name, MAX_NAME_LENGTH);
        Objects.requireNonNull(entry, "entry");
        Objects.requireNonNull(sending, "sending");
        steps = List.copyOf(steps);
        exits = List.copyOf(exits);
        goals = List.copyOf(goals);
        ScenarioCheck.check(name, entry, steps, List.of(exits, goals));
    }

    /** Starts a scenario. */
    public static Builder named(String name) {
        return new Builder(Names.require("Scenario name", name, MAX_NAME_LENGTH));
    }

    /**
     * Reads a scenario that {@link #toJson()} wrote, or that was written by hand in the same format.
     *
     * @param templates finds those that it names
     * @throws ScenarioFormatException if it is anything else; its message names the path in the JSON
     * @throws ScenarioException if it cannot be carried out, or names a template that is unknown
     */
    public static Scenario fromJson(String json, TemplateCatalog templates) {
        return ScenarioReader.read(json).withTemplates(templates);
    }

    /** Returns the scenario as JSON, from which {@link #fromJson} makes an equal one. */
    public String toJson() {
        return ScenarioWriter.write(this);
    }

    /** Returns the step of this key. */
    public Optional<Step> step(String key) {
        int position = position(key);
        return position < 0 ? Optional.empty() : Optional.of(steps.get(position));
    }

    /** Returns the position of the step of this key, from 0; -1 if there is none. */
    public int position(String key) {
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).key().equals(key)) {
                return i;
            }
        }
        return -1;
    }

    /** Returns the mailing list whose subscription allows the mails. */
    public MailingList list() {
        MailingList list = sending.list();
        return list == null ? MailingList.of(name) : list;
    }

    /**
     * Returns this scenario with the templates that it names only.
     *
     * @throws ScenarioException if one is unknown, or if two different ones have the same name
     */
    public Scenario withTemplates(TemplateCatalog templates) {
        List<Step> resolved = new ArrayList<>();
        List<MessageTemplate> known = new ArrayList<>();
        for (Step step : steps) {
            if (step.action() instanceof Action.SendMail mail) {
                MessageTemplate template = resolve(step.key(), mail.template(), templates);
                requireSame(step.key(), template, known);
                known.add(template);
                Action found = new Action.SendMail(TemplateRef.of(template));
                resolved.add(new Step(step.key(), step.timing(), found, step.condition()));
            } else {
                resolved.add(step);
            }
        }
        return new Scenario(name, entry, resolved, exits, goals, sending);
    }

    private MessageTemplate resolve(String step, TemplateRef reference, TemplateCatalog templates) {
        MessageTemplate template = reference.isResolved() ? reference.template() : templates.find(reference.name());
        if (template == null) {
            throw new ScenarioException(
                    name,
                    step,
                    "template " + Names.quote(reference.name())
                            + " is unknown; give the template itself, or a catalogue that has it.",
                    null);
        }
        if (!template.name().equals(reference.name())) {
            throw new ScenarioException(
                    name,
                    step,
                    "the catalogue gave template " + Names.quote(template.name()) + " for "
                            + Names.quote(reference.name()) + "; correct it.",
                    null);
        }
        return template;
    }

    private void requireSame(String step, MessageTemplate template, List<MessageTemplate> known) {
        for (MessageTemplate other : known) {
            if (other.name().equals(template.name()) && !other.fingerprint().equals(template.fingerprint())) {
                throw new ScenarioException(
                        name,
                        step,
                        "another step sends another template named " + Names.quote(template.name()) + "; rename one.",
                        null);
            }
        }
    }

    /** Returns the scenario as text to read, a line a step. */
    public String plan() {
        return ScenarioText.of(this);
    }

    /** Returns {@link #plan()}. */
    @Override
    public String toString() {
        return plan();
    }

    /** Builds a scenario; not thread-safe. */
    public static final class Builder {
        private final String name;
        private final List<Trigger> triggers = new ArrayList<>();
        private final List<Step> steps = new ArrayList<>();
        private final List<Exit> exits = new ArrayList<>();
        private final List<Exit> goals = new ArrayList<>();
        private Entry entry = Entry.BY_HOST;
        private Sending sending = Sending.USUAL;
        private TemplateCatalog templates = TemplateCatalog.NONE;

        private Builder(String name) {
            this.name = name;
        }

        /** Adds a trigger: an event of this kind enrols its contact. */
        public Builder startsOn(EventQuery event) {
            return startsOn(new Trigger.EventHappened(event));
        }

        /** Adds a trigger. Without any, the host enrols. */
        public Builder startsOn(Trigger trigger) {
            triggers.add(Objects.requireNonNull(trigger, "trigger"));
            return this;
        }

        /** Sets what must be true of a contact at enrolment, and again whenever a step is due. */
        public Builder onlyFor(Condition filter) {
            entry = new Entry(entry.triggers(), filter, entry.reEnrolment(), entry.suppression(), entry.horizon());
            return this;
        }

        /** Sets what becomes of a contact that is enrolled already; it is ignored if this is not called. */
        public Builder reEnrolment(ReEnrolment rule) {
            entry = new Entry(entry.triggers(), entry.filter(), rule, entry.suppression(), entry.horizon());
            return this;
        }

        /** Sets for how long after a trigger has fired it does not fire again for the same contact. */
        public Builder suppression(Duration span) {
            entry = new Entry(entry.triggers(), entry.filter(), entry.reEnrolment(), span, entry.horizon());
            return this;
        }

        /** Sets how old an event may be and still fire a trigger. */
        public Builder horizon(Duration age) {
            entry = new Entry(entry.triggers(), entry.filter(), entry.reEnrolment(), entry.suppression(), age);
            return this;
        }

        /** Adds a step under a key that stays the same for as long as the scenario lives. */
        public Builder step(String key, StepTiming when, StepContent what) {
            try {
                steps.add(Step.of(key, when, what));
            } catch (ScenarioException e) {
                throw e;
            } catch (IllegalArgumentException e) {
                throw new ScenarioException(name, key, String.valueOf(e.getMessage()), e);
            }
            return this;
        }

        /** Adds a step that is due as soon as the step before is done. */
        public Builder step(String key, StepContent what) {
            return step(key, Steps.afterPrevious(Offset.ZERO), what);
        }

        /** Adds an exit: an event of this kind ends the enrolment. */
        public Builder exitsOn(EventQuery event) {
            return exitsOn(new Exit.EventHappened(event));
        }

        /** Adds an exit. */
        public Builder exitsOn(Exit exit) {
            exits.add(Objects.requireNonNull(exit, "exit"));
            return this;
        }

        /** Adds a goal: an event of this kind ends the enrolment with success. */
        public Builder goal(EventQuery event) {
            goals.add(new Exit.EventHappened(event));
            return this;
        }

        /** Adds a goal: the condition, true when a step is due, ends the enrolment with success. */
        public Builder goal(Condition condition) {
            goals.add(new Exit.ConditionMet(condition));
            return this;
        }

        /** Sets the mailing list whose subscription allows the mails, in place of one of the scenario's own. */
        public Builder list(MailingList list) {
            sending = new Sending(list, sending.pastDue(), sending.priority(), sending.cap(), sending.pace());
            return this;
        }

        /** Sets what becomes of steps that are past due; they are skipped if this is not called. */
        public Builder pastDue(PastDuePolicy policy) {
            sending = new Sending(sending.list(), policy, sending.priority(), sending.cap(), sending.pace());
            return this;
        }

        /** Sets which scenario's mail goes first where several want the same slot: the higher; 0 by default. */
        public Builder priority(int priority) {
            sending = new Sending(sending.list(), sending.pastDue(), priority, sending.cap(), sending.pace());
            return this;
        }

        /** Sets a cap on the mails to one contact, beside the engine's. */
        public Builder cap(@Nullable FrequencyCap cap) {
            sending = new Sending(sending.list(), sending.pastDue(), sending.priority(), cap, sending.pace());
            return this;
        }

        /** Sets how fast steps begin at most. */
        public Builder pace(@Nullable Pace pace) {
            sending = new Sending(sending.list(), sending.pastDue(), sending.priority(), sending.cap(), pace);
            return this;
        }

        /** Sets where templates are found that steps name only. */
        public Builder templates(TemplateCatalog catalog) {
            templates = Objects.requireNonNull(catalog, "catalog");
            return this;
        }

        /**
         * Returns the scenario.
         *
         * @throws ScenarioException if it cannot be carried out; its message names the step and the way out
         */
        public Scenario build() {
            Entry whole =
                    new Entry(triggers, entry.filter(), entry.reEnrolment(), entry.suppression(), entry.horizon());
            return new Scenario(name, whole, steps, exits, goals, sending).withTemplates(templates);
        }
    }
}
