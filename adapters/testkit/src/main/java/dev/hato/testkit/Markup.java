package dev.hato.testkit;

import java.util.Locale;

/** A page of HTML that grows: what stands in the program goes in as it is, what comes from data is escaped. */
final class Markup {
    private final StringBuilder page = new StringBuilder();

    /** Adds markup. */
    Markup add(String markup) {
        page.append(markup);
        return this;
    }

    /** Adds markup with numbers in it, which are the only arguments allowed. */
    Markup add(String format, Number... numbers) {
        page.append(String.format(Locale.ROOT, format, (Object[]) numbers));
        return this;
    }

    /** Adds text from data, as content or as an attribute's value between double quotes. */
    Markup text(String text) {
        text.codePoints().forEach(this::character);
        return this;
    }

    /** Adds text from data that cannot change the direction of what stands around it. */
    Markup name(String text) {
        return add("<bdi>").text(text).add("</bdi>");
    }

    Markup number(long number) {
        return add("%,d", number);
    }

    private void character(int character) {
        switch (character) {
            case '&' -> page.append("&amp;");
            case '<' -> page.append("&lt;");
            case '>' -> page.append("&gt;");
            case '"' -> page.append("&quot;");
            case '\'' -> page.append("&#39;");
            case '\n', '\t' -> page.append((char) character);
            default -> {
                boolean unseen = Character.isISOControl(character)
                        || Character.getType(character) == Character.SURROGATE
                        || (Character.getType(character) == Character.FORMAT && !joins(character));
                page.appendCodePoint(unseen ? 0xFFFD : character);
            }
        }
    }

    /** Returns whether the character joins letters or pictures, and does not turn the direction of others. */
    private static boolean joins(int character) {
        return character == 0x200C || character == 0x200D;
    }

    @Override
    public String toString() {
        return page.toString();
    }
}
