package dev.hato.testkit;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.AbstractAssert;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;

/** Assertions on one accepted mail. Texts are compared decoded, with {@code \n} for line ends. */
public final class MailAssert extends AbstractAssert<MailAssert, AcceptedMail> {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{.{0,60}|\\{%.{0,60}|%\\}|\\}\\}");

    private final ParsedMail mail;

    MailAssert(AcceptedMail actual) {
        super(actual, MailAssert.class);
        isNotNull();
        mail = new ParsedMail(actual.bytes());
    }

    /** Asserts the decoded subject. */
    public MailAssert hasSubject(String expected) {
        return hasHeader("Subject", expected);
    }

    /** Asserts that the envelope has exactly this recipient. */
    public MailAssert isTo(String address) {
        Assertions.assertThat(actual.recipients()).as("envelope recipients").containsExactly(address);
        return this;
    }

    /** Asserts the envelope sender. */
    public MailAssert isFrom(String address) {
        Assertions.assertThat(actual.sender()).as("envelope sender").isEqualTo(address);
        return this;
    }

    /** Asserts that exactly one header has this name, with this decoded value. */
    public MailAssert hasHeader(String name, String value) {
        Assertions.assertThat(mail.header(name)).as("header %s", name).containsExactly(value);
        return this;
    }

    /** Asserts that a header is there, once. */
    public MailAssert hasHeader(String name) {
        Assertions.assertThat(mail.header(name)).as("header %s", name).hasSize(1);
        return this;
    }

    /** Asserts that a header is not there. */
    public MailAssert hasNoHeader(String name) {
        Assertions.assertThat(mail.header(name)).as("header %s", name).isEmpty();
        return this;
    }

    /** Asserts the whole plain text, but for white space at its end. */
    public MailAssert hasText(String expected) {
        Assertions.assertThat(lines(mail.text()).stripTrailing())
                .as("plain text")
                .isEqualTo(lines(expected).stripTrailing());
        return this;
    }

    /** Asserts that the plain text contains this. */
    public MailAssert textContains(String expected) {
        Assertions.assertThat(lines(mail.text())).as("plain text").contains(lines(expected));
        return this;
    }

    /** Asserts the whole HTML, but for white space at its end. */
    public MailAssert hasHtml(String expected) {
        Assertions.assertThat(lines(mail.html()).stripTrailing())
                .as("HTML")
                .isEqualTo(lines(expected).stripTrailing());
        return this;
    }

    /** Asserts that the HTML contains this. */
    public MailAssert htmlContains(String expected) {
        Assertions.assertThat(lines(mail.html())).as("HTML").contains(lines(expected));
        return this;
    }

    /** Asserts that a file of this decoded name with this content is attached. */
    public MailAssert hasFile(String name, byte[] content) {
        Map<String, byte[]> files = mail.files();
        Assertions.assertThat(files.keySet()).as("file names").contains(name);
        Assertions.assertThat(files.get(name)).as("content of %s", name).isEqualTo(content);
        return this;
    }

    /** Asserts that no unfilled merge field is left in subject, text and HTML. */
    public MailAssert hasNoRawPlaceholder() {
        for (String part : List.of(String.join(" ", mail.header("Subject")), lines(mail.text()), lines(mail.html()))) {
            Matcher left = PLACEHOLDER.matcher(part);
            if (left.find()) {
                throw failure("Expected no unfilled merge field, but found <%s>.", left.group());
            }
        }
        return this;
    }

    private static String lines(@Nullable String text) {
        return text == null ? "" : text.replace("\r\n", "\n");
    }
}
