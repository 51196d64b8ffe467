package dev.hato.imports;

/** What an empty cell says about a contact that is there already. */
public enum EmptyCell {
    /** Nothing: the old value stays. */
    KEEP,
    /** That there is no value: the old one is erased. */
    ERASE
}
