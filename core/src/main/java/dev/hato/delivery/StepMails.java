package dev.hato.delivery;

import dev.hato.Stores;
import dev.hato.consent.MailingList;
import dev.hato.contact.Contact;
import dev.hato.message.MessageTemplate;
import dev.hato.message.MissingFieldException;
import dev.hato.message.ReadyMail;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts the mails of scenarios' steps into the outbox, for modules that know when each is due. The dispatcher sends them
 * like all others, and reads both axes of consent again when it does. Thread-safe.
 */
public final class StepMails {
    private static final Logger LOG = LoggerFactory.getLogger(StepMails.class);

    private final EngineSettings settings;
    private final Composer composer;

    /** Works with an engine's settings. */
    public StepMails(EngineSettings settings) {
        this.settings = settings;
        this.composer = new Composer(settings);
    }

    /**
     * One mail that is wanted.
     *
     * @param key its identity
     * @param template what it says
     * @param contact to whom
     * @param list the list whose subscription allows it
     */
    public record Wanted(SendKey key, MessageTemplate template, Contact contact, MailingList list) {
        /** Checks that nothing is missing. */
        public Wanted {
            Objects.requireNonNull(key, "key");
            Objects.requireNonNull(template, "template");
            Objects.requireNonNull(contact, "contact");
            Objects.requireNonNull(list, "list");
        }
    }

    /**
     * What the outbox has for a mail.
     *
     * @param entry what is there now
     * @param repeated whether it was there before, so that nothing was added
     */
    public record Planned(OutboxEntry entry, boolean repeated) {}

    /**
     * Refuses a template that no step may send.
     *
     * @throws IllegalArgumentException if it cannot be filled for anybody
     * @throws dev.hato.lint.LintException if it has errors
     * @throws LegalNoticeException if it does not say what marketing mail must
     */
    public void require(MessageTemplate template) {
        new TemplateGate(settings, MailKind.STEP).require(template);
    }

    /**
     * Reads consent, composes the mails that it allows, and puts all of them into the transaction's outbox: the others
     * as excluded, each with its reason.
     *
     * @param tx the stores of a transaction
     * @param wanted no key twice
     * @param now when they are due
     * @return what the outbox has for each, in the same order
     */
    public List<Planned> plan(Stores tx, List<Wanted> wanted, Instant now) {
        if (wanted.isEmpty()) {
            return List.of();
        }
        Admission.Question question = Admission.question(wanted.size());
        wanted.forEach(mail -> question.about(mail.contact(), MailKind.STEP, mail.list()));
        Admission admission = question.ask(tx);
        List<OutboxEntry> entries = new ArrayList<>(wanted.size());
        for (Wanted mail : wanted) {
            ExclusionReason reason = admission.exclusion(mail.contact(), MailKind.STEP, mail.list());
            entries.add(reason == null ? compose(mail, now) : excluded(mail, reason, "", now));
        }
        List<OutboxEntry> present = tx.outbox().add(entries);
        List<Planned> planned = new ArrayList<>(wanted.size());
        for (int i = 0; i < entries.size(); i++) {
            planned.add(new Planned(present.get(i), !present.get(i).equals(entries.get(i))));
        }
        return planned;
    }

    private OutboxEntry compose(Wanted mail, Instant now) {
        Occasion occasion = new Occasion(
                MailKind.STEP, mail.key(), mail.key().value(), mail.template().name(), mail.list());
        try {
            ReadyMail ready = composer.make(mail.template(), mail.contact(), occasion, now);
            return OutboxEntry.planned(new PlannedMail(
                    mail.key(),
                    MailKind.STEP,
                    mail.contact().id(),
                    now,
                    mail.template().fingerprint(),
                    ready));
        } catch (MissingFieldException e) {
            return excluded(mail, ExclusionReason.MISSING_FIELD, String.valueOf(e.getMessage()), now);
        } catch (RuntimeException e) {
            LOG.warn("Mail {} could not be made.", mail.key(), e);
            return excluded(mail, ExclusionReason.NOT_RENDERED, String.valueOf(e.getMessage()), now);
        }
    }

    private static OutboxEntry excluded(Wanted mail, ExclusionReason reason, String detail, Instant now) {
        PlannedMail planned = new PlannedMail(
                mail.key(),
                MailKind.STEP,
                mail.contact().id(),
                now,
                mail.template().fingerprint(),
                null);
        return new OutboxEntry(
                planned, new OutboxEntry.Progress(MailState.EXCLUDED, now, 0, false, reason, detail), null);
    }

    /**
     * Takes a mail back that nobody has begun to send, for an enrolment that ended since it was planned.
     *
     * @param tx the stores of a transaction
     * @return whether it was taken back
     */
    public boolean takeBack(Stores tx, SendKey key, Instant now) {
        List<Claim> claims = claim(tx, key, now);
        if (claims.isEmpty()) {
            OutboxEntry entry = tx.outbox().find(key).orElse(null);
            if (entry != null
                    && entry.state() == MailState.PLANNED
                    && entry.progress().at().isAfter(now)) {
                claims = claim(tx, key, entry.progress().at()); // held back by quiet hours: nobody can have claimed it
            }
        }
        if (claims.isEmpty() || claims.get(0).progress().uncertain()) {
            return false;
        }
        return !tx.outbox()
                .complete(List.of(Completion.excluded(claims.get(0), now, ExclusionReason.CANCELLED, "exit")))
                .isEmpty();
    }

    private static List<Claim> claim(Stores tx, SendKey key, Instant now) {
        return tx.outbox().claim(new ClaimRequest("exit", now, now.plusSeconds(1), 1, Set.of(), key));
    }
}
