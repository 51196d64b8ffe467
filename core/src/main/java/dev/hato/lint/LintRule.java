package dev.hato.lint;

/** What {@link Lint} looks for. Each rule can be switched off by itself. */
public enum LintRule {
    /** The template cannot be built: its syntax, an unknown filter, a field where nothing can be escaped. */
    TEMPLATE("template", Severity.ERROR),
    /** Nothing fills a field: an error if no mail can be made, a warning if a fallback or a condition stands in. */
    FIELD("field", Severity.ERROR),
    /** There is no subject. */
    SUBJECT_MISSING("subject-missing", Severity.ERROR),
    /** The subject is wider than most lists of mails show. */
    SUBJECT_LENGTH("subject-length", Severity.NOTICE),
    /** The text part is derived, for nobody wrote one. */
    TEXT_DERIVED("text-derived", Severity.NOTICE),
    /** The derived text part has no words. */
    TEXT_EMPTY("text-empty", Severity.WARNING),
    /** The HTML does not begin with a text for the list of mails. */
    PREHEADER("preheader", Severity.NOTICE),
    /** Gmail cuts mails of more than 102 KB of HTML. */
    HTML_SIZE("html-size", Severity.WARNING),
    /** The attachments are larger than many servers take. */
    ATTACHMENT_SIZE("attachment-size", Severity.WARNING),
    /** An image has no {@code alt}. */
    IMAGE_ALT("image-alt", Severity.WARNING),
    /** An image has no source that a mail program could load. */
    IMAGE_SOURCE("image-source", Severity.WARNING),
    /** An image is loaded over http. */
    IMAGE_INSECURE("image-insecure", Severity.WARNING),
    /** An image is written into the HTML as a {@code data:} URI, which Gmail and Outlook do not show. */
    IMAGE_DATA("image-data", Severity.WARNING),
    /** A link goes nowhere. */
    LINK_EMPTY("link-empty", Severity.WARNING),
    /** A link has no scheme, or one that mail programs do not open. */
    LINK_SCHEME("link-scheme", Severity.WARNING),
    /** A link goes to http. */
    LINK_INSECURE("link-insecure", Severity.NOTICE),
    /** A link shows another site than the one it goes to. */
    LINK_TEXT("link-text", Severity.WARNING),
    /** Scripts, forms, frames and plug-ins, which mail programs take out. */
    ACTIVE_CONTENT("active-content", Severity.WARNING),
    /** A style sheet outside of the mail, which most mail programs do not load. */
    STYLE_EXTERNAL("style-external", Severity.NOTICE),
    /** A style element in the body, which some mail programs take out. */
    STYLE_IN_BODY("style-in-body", Severity.NOTICE),
    /** CSS that Gmail or Outlook does not know. */
    CSS_SUPPORT("css-support", Severity.NOTICE),
    /** An element that carries the layout is never closed. */
    UNCLOSED("unclosed", Severity.WARNING);

    private final String id;
    private final Severity severity;

    LintRule(String id, Severity severity) {
        this.id = id;
        this.severity = severity;
    }

    /** Returns the name in reports, such as {@code image-alt}. */
    public String id() {
        return id;
    }

    /** Returns how much its findings matter, if they do not say otherwise. */
    public Severity severity() {
        return severity;
    }

    /** Returns the id. */
    @Override
    public String toString() {
        return id;
    }
}
