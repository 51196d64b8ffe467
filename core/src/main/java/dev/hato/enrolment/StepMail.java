package dev.hato.enrolment;

import dev.hato.internal.Texts;
import java.util.Objects;

/**
 * What a step sends, as history and reports show it.
 *
 * @param name the name of the mail, under which reactions to it are known
 * @param subject the subject as the template has it
 * @param html whether it has an HTML part
 */
public record StepMail(String name, String subject, boolean html) {
    /** Checks the name. */
    public StepMail {
        Texts.requireName("Mail name", name, 200);
        Objects.requireNonNull(subject, "subject");
    }
}
