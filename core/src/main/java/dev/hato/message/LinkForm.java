package dev.hato.message;

/** How a filled link stands in its part. */
enum LinkForm {
    /** It is an attribute's value, with character references. */
    ATTRIBUTE,
    /** It is plain text, the whole of it one link. */
    WHOLE,
    /** It is plain text in which links are found by how they look. */
    FOUND
}
