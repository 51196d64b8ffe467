package dev.hato.message;

/** What becomes of a mail that has characters its charset cannot hold, such as 😀 and 𠮷 in ISO-2022-JP. */
public enum Unmappable {
    /** That mail is written in UTF-8 as a whole: nothing is lost, and nothing mixed. */
    UTF8,
    /**
     * The mail stays in its charset. In HTML each such character becomes a character reference (in a style sheet
     * or script its escape), which shows the same; elsewhere what means the same (– becomes -, € EUR, 𠮟 叱, é e),
     * and where nothing does 〓, once for each character as a reader sees it. Marks that are not seen, such as
     * variation selectors and joiners, are left out.
     */
    REPLACE,
    /** The mail is not written: {@link UnmappableTextException} names the characters and where they are. */
    FAIL
}
