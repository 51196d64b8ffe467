package dev.hato.lint;

import dev.hato.message.Attachment;
import java.util.List;
import java.util.Locale;

/** The size of what travels with the message. */
final class AttachmentChecks {
    private static final int MEGABYTE = 1_000_000;
    private static final int LARGEST = 10 * MEGABYTE;

    private AttachmentChecks() {}

    static void run(List<Attachment> attachments, Findings findings) {
        long sum = 0;
        for (Attachment attachment : attachments) {
            sum += attachment.bytes().length;
        }
        if (sum > LARGEST) {
            String size = String.format(Locale.ROOT, "%.1f", (double) sum / MEGABYTE);
            findings.add(
                    LintRule.ATTACHMENT_SIZE,
                    Positions.start("attachments"),
                    "The attachments have " + size + " MB together, and a third more on the wire; many servers refuse"
                            + " mails of more than " + LARGEST / MEGABYTE + " MB. Link to the files instead.");
        }
    }
}
