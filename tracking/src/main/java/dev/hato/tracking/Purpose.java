package dev.hato.tracking;

/** What a link is for. A token made for one purpose is none for another. */
public enum Purpose {
    /** Goes to a page, and counts. */
    CLICK("c", 1),
    /** Loads the image that says that a mail was opened. */
    OPEN("o", 2),
    /** Leaves a mailing list. */
    UNSUBSCRIBE("u", 3),
    /** Shows the mail in the browser. */
    VIEW("v", 4),
    /** Shows a coupon. */
    COUPON("q", 5),
    /** Confirms a subscription. */
    CONFIRM("d", 6),
    /** Reports a purchase or another success. */
    CONVERSION("k", 7),
    /** Shows and changes what a contact wants to get. */
    PREFERENCES("p", 8);

    /** The greatest code. */
    static final int LAST_CODE = 8;

    private final String path;
    private final int code;

    Purpose(String path, int code) {
        this.path = path;
        this.code = code;
    }

    /** Returns the first part of the path of such links, such as {@code c} in {@code /c/…}. */
    public String path() {
        return path;
    }

    /** Returns what stands for the purpose in what tokens authenticate; it never changes. */
    int code() {
        return code;
    }
}
