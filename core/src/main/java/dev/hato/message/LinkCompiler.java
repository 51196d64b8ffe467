package dev.hato.message;

/** Compiles the static text of a part and finds the links in it. */
sealed interface LinkCompiler permits HtmlLinks, TextLinks {
    /**
     * What branches may change.
     *
     * @param open whether a link with fields is open
     * @param hasLink whether the tag has a link already, so that a second one does not count; in text, whether what
     *     is open is more than a value that may hold links
     */
    record Place(boolean open, boolean hasLink) {
        static final Place NONE = new Place(false, false);

        Place join(Place other) {
            return new Place(open || other.open, hasLink || other.hasLink);
        }
    }

    /**
     * Goes over text and hands it to the program.
     *
     * @param goesOn whether something that is filled may follow at once
     */
    void text(Node.Text text, boolean goesOn);

    /**
     * Takes note of a slot that follows.
     *
     * @param ownPage whether its value is the URL of a page about the mail itself
     */
    void slot(int at, boolean ownPage);

    /** Takes note that branches or loops begin or end. */
    void fork(int at);

    /** Where this is. */
    Place place();

    /** Goes back to another place. */
    void restore(Place place);

    /** Takes note that branches have come together. */
    void joined();

    /** Takes note of the end of the part. */
    void end();
}
