package dev.hato.tracking;

/**
 * A link made ready once for all mails that have it.
 *
 * @param detail where it leads to
 * @param number what tells it from the others of its mail
 */
record ReadyLink(Detail detail, int number) {}
