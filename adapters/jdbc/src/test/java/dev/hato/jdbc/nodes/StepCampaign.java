package dev.hato.jdbc.nodes;

import dev.hato.consent.Evidence;
import dev.hato.consent.Subscription;
import dev.hato.consent.SubscriptionChange;
import dev.hato.consent.SubscriptionStatus;
import dev.hato.contact.Contact;
import dev.hato.contact.ContactId;
import dev.hato.contact.EditableContactStore;
import dev.hato.delivery.MailState;
import dev.hato.delivery.OutboxEntry;
import dev.hato.enrolment.Enrolment;
import dev.hato.enrolment.EnrolmentStatus;
import dev.hato.enrolment.StepRecord;
import dev.hato.enrolment.StoredScenario;
import dev.hato.event.ContactEvent;
import dev.hato.jdbc.TestDatabases;
import dev.hato.step.StepScheduler;
import dev.hato.testkit.AcceptedMail;
import dev.hato.testkit.SmtpSink;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Contacts in a scenario, each of which has to go a way that is known beforehand: by its number some are left out by a
 * condition, some wait for a purchase that comes, and some complain.
 */
final class StepCampaign extends Campaign {
    /** How many mails ten contacts get. */
    static final int MAILS_OF_TEN = 17;

    private static final String SOURCE = StoredScenario.source(FollowUp.NAME);

    private final FollowUp followUp;
    private final StepScheduler scheduler;

    StepCampaign(SmtpSink.Builder sinkOptions, FollowUp followUp) {
        super(sinkOptions, TestDatabases.postgres(), shared(), StepCampaign::name);
        this.followUp = followUp;
        execute(FollowUp.NOTES.replace("{schema}", schema()));
        scheduler = followUp.scheduler(hato(), stores(), "default", call -> {
            throw new IllegalStateException("Only nodes act.");
        });
    }

    private static String name(AcceptedMail mail) {
        String subject = mail.raw()
                .lines()
                .filter(line -> line.startsWith("Subject: "))
                .findFirst()
                .orElseThrow();
        return mail.recipient() + ' ' + subject.substring("Subject: ".length());
    }

    private void execute(String sql) {
        try (Connection connection = TestDatabases.postgres().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean isSilent(int number) {
        return number % 5 == 4;
    }

    private static boolean isBuyer(int number) {
        return number % 10 >= 5;
    }

    private static boolean complains(int number) {
        return number % 10 == 9;
    }

    /** Returns the mails that the contact has to get. */
    private static List<String> expected(int number) {
        List<String> steps = new ArrayList<>();
        if (!isSilent(number)) {
            steps.add("welcome");
        }
        if (!complains(number)) {
            steps.add(isBuyer(number) ? "thanks" : "remind");
        }
        return steps;
    }

    /** Enrols so many contacts. */
    void plan(int contacts) {
        plan("c", contacts);
    }

    /** Enrols contacts whose ids begin so. */
    void plan(String prefix, int contacts) {
        List<Contact> all = IntStream.range(0, contacts)
                .mapToObj(i ->
                        contact(prefix + i).with(FollowUp.SILENT, isSilent(i)).with(FollowUp.BUYER, isBuyer(i)))
                .toList();
        Instant now = Instant.now();
        Evidence evidence = Evidence.byRecipient("web form", "/join");
        ((EditableContactStore) stores().contacts()).saveAll(all);
        stores().consents()
                .saveAll(all.stream()
                        .map(contact -> new Subscription(
                                contact.id(), FollowUp.LIST.name(), SubscriptionStatus.ACTIVE, now, evidence))
                        .map(subscription -> new SubscriptionChange(subscription, null))
                        .toList());
        scheduler.enrol(FollowUp.NAME, all.stream().map(Contact::id).toList());
    }

    @Override
    String work() {
        return followUp.name();
    }

    /** Lets happen what the contacts of these numbers do, who were enrolled first. */
    void act(int from, int to) {
        for (int i = from; i < to; i++) {
            if (isBuyer(i)) {
                String type = complains(i) ? "complaint" : "purchase";
                scheduler.signal(ContactEvent.of(ContactId.of("c" + i), type, Instant.now())
                        .withId(type + i));
            }
        }
    }

    List<Enrolment> enrolments() {
        List<Enrolment> all = new ArrayList<>();
        List<Enrolment> page = stores().steps().page(FollowUp.NAME, null, 1_000);
        while (!page.isEmpty()) {
            all.addAll(page);
            page = stores().steps()
                    .page(FollowUp.NAME, page.get(page.size() - 1).key(), 1_000);
        }
        return all;
    }

    @Override
    boolean isOpen() {
        return enrolments().stream().anyMatch(Enrolment::isOpen)
                || stores().outbox().tally(SOURCE).open() > 0;
    }

    @Override
    Account account() {
        Account account = new Account();
        for (OutboxEntry entry : entries(SOURCE)) {
            String contact = entry.mail().contact().value();
            account.add(
                    entry,
                    accepted(contact + "@example.jp " + entry.mail().key().step()));
        }
        return account;
    }

    /** Returns in what enrolments and mails are other than they have to be; empty if in nothing. */
    List<String> deviations() {
        Map<String, List<String>> mails = new HashMap<>();
        for (OutboxEntry entry : entries(SOURCE)) {
            String state = entry.state() == MailState.EXCLUDED ? " excluded" : "";
            mails.computeIfAbsent(entry.mail().contact().value(), contact -> new ArrayList<>())
                    .add(entry.mail().key().step() + state);
        }
        List<String> found = new ArrayList<>();
        for (Enrolment enrolment : enrolments()) {
            String contact = enrolment.key().contact().value();
            int number = Integer.parseInt(contact.replaceAll("\\D", ""));
            List<String> recorded = enrolment.history().stream()
                    .filter(step -> step.outcome() == StepRecord.Outcome.MAILED)
                    .map(StepRecord::step)
                    .toList();
            List<String> planned =
                    mails.getOrDefault(contact, List.of()).stream().sorted().toList();
            List<String> expected = expected(number);
            EnrolmentStatus end = complains(number) ? EnrolmentStatus.EXITED : EnrolmentStatus.COMPLETED;
            if (!recorded.equals(expected)
                    || !planned.equals(expected.stream().sorted().toList())
                    || enrolment.standing().status() != end) {
                found.add(enrolment.key() + " was to be " + end + " after " + expected + ", but is "
                        + enrolment.standing() + " after " + enrolment.history() + " with the mails " + planned);
            }
        }
        return found;
    }
}
