package dev.hato.jdbc;

/**
 * A row of the host's customers that is no contact.
 *
 * @param id the row's id as text
 * @param reason why not, without the address itself
 */
public record UnreadableContact(String id, String reason) {}
