package dev.hato.message;

/**
 * Replaces the links of mails, and may add a picture that cannot be seen: without parsing HTML for each recipient.
 *
 * <p>Where the engine has only one such transformer, the links are found once in each template, and for each mail
 * new ones are written into their places. Where there are other transformers too, the same is done to the filled
 * message. Called by several threads at once.
 */
public interface LinkTransformer extends MessageTransformer {
    /**
     * Returns what is done with these links. Called once for each template, and for each message that a transformer
     * before this one has changed.
     *
     * @param links the links of a template, or of a message without fields
     */
    LinkPlan plan(TemplateLinks links);

    /** Replaces the links of a filled message, in the same way as where they are written into the template's slots. */
    @Override
    default Message transform(Message message, MailContext mail) {
        return message.withLinks(plan(message.links()).forMail(mail));
    }
}
