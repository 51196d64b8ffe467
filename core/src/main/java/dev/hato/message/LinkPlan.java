package dev.hato.message;

/** What a {@link LinkTransformer} does with the links of one template. Used by several threads at once. */
@FunctionalInterface
public interface LinkPlan {
    /** Returns what writes the links of one mail; it is used by one thread, at once. */
    MailLinks forMail(MailContext mail);
}
