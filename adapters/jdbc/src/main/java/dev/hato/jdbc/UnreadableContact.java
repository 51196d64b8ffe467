package dev.hato.jdbc;

/**
 * A row of the host's customers that is no contact, or that has the address of another one.
 *
 * @param id the row's id as text
 * @param reason what is wrong with it, without the address itself
 */
public record UnreadableContact(String id, String reason) {}
