package dev.hato.step;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.ContactId;
import dev.hato.delivery.EngineSettings;
import dev.hato.enrolment.BulkEnrolment;
import dev.hato.enrolment.Enrolment;
import dev.hato.segment.Condition;
import dev.hato.segment.EvaluationContext;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The way of a whole segment into a scenario: by the store itself, where all enrolments begin alike and it can; page by
 * page otherwise. Both come to the same.
 *
 * @param enrolling enrols contacts one by one, as each is
 */
record SegmentEntrance(StepSettings settings, Running running, Function<List<ContactId>, EnrolReport> enrolling) {
    /** Enough that statements are few, and few enough that none lasts long. */
    private static final int PART = 20_000;

    EnrolReport enrol(Condition condition) {
        EngineSettings engine = settings.engine();
        EvaluationContext context = new EvaluationContext(settings.now(), engine.zone(), engine.segments());
        BulkEnrolment.Who who = new BulkEnrolment.Who(condition, context);
        BulkEnrolment bulk = settings.stores().steps() instanceof BulkEnrolment able ? able : null;
        EnrolReport report = EnrolReport.NONE;
        ContactId after = null;
        while (true) {
            BulkEnrolment.Beginning beginning = bulk == null ? null : beginning();
            BulkEnrolment.Part part = beginning == null || bulk == null
                    ? null
                    : bulk.enrolNext(beginning, who, after, PART).orElse(null);
            if (part == null) {
                return report.plus(page(who, after));
            }
            after = part.last();
            if (after == null) {
                return report;
            }
            report = report.plus(new EnrolReport(part.enrolled(), 0, 0, 0)).plus(known(part.known()));
        }
    }

    /** Returns how everybody begins now, or null if not all begin alike. */
    private BulkEnrolment.@Nullable Beginning beginning() {
        Instant now = settings.now();
        if (running.scenario().entry().filter() != null) {
            return null;
        }
        Enrolment pattern = new Moves(settings, running, now).beginAlike();
        if (pattern == null) {
            return null;
        }
        Subscription own = running.hasOwnList()
                ? new Subscription(
                        pattern.key().contact(),
                        running.list().name(),
                        SubscriptionStatus.ACTIVE,
                        now,
                        Evidence.byData("enrolment", "scenario " + running.name())
                                .givenAt(now))
                : null;
        return new BulkEnrolment.Beginning(pattern, own);
    }

    /** Applies the rule of re-enrolment, which is most often to do nothing. */
    private EnrolReport known(List<ContactId> known) {
        return running.scenario().entry().reEnrolment().mode() == ReEnrolment.Mode.IGNORE
                ? new EnrolReport(0, 0, known.size(), 0)
                : enrolling.apply(known);
    }

    /** Enrols who comes after the contact, as each is. */
    private EnrolReport page(BulkEnrolment.Who who, @Nullable ContactId from) {
        EnrolReport report = EnrolReport.NONE;
        ContactId after = from;
        while (true) {
            List<ContactId> page =
                    settings.stores().selector().select(who.condition(), who.context(), after, StepScheduler.PAGE);
            if (page.isEmpty()) {
                return report;
            }
            report = report.plus(enrolling.apply(page));
            after = page.get(page.size() - 1);
        }
    }
}
