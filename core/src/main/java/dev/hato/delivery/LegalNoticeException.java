package dev.hato.delivery;

import java.util.List;

/** Marketing mail does not show what the law wants it to show (特定電子メール法); nothing was scheduled. */
public final class LegalNoticeException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** What is missing; a copy that can be serialized. */
    @SuppressWarnings("serial") // List.copyOf gives serializable lists
    private final List<String> missing;

    LegalNoticeException(String template, List<String> missing) {
        super("Template '" + template + "' is for marketing mail and does not show " + String.join("; ", missing)
                + ". Add them, or set Hato.builder(…).legalNotices(LegalNotices.NOT_CHECKED) where no such law holds.");
        this.missing = List.copyOf(missing);
    }

    /** Returns what is missing, each with what to write. */
    public List<String> missing() {
        return missing;
    }
}
