package dev.hato.jdbc;

/** Templates compiled from what the database keeps, by fingerprint: the same fingerprint is the same template. */
final class TemplateCache {}
