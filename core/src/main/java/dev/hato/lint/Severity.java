package dev.hato.lint;

/** How much a finding matters, the worst first. */
public enum Severity {
    /** No mail can be made, or none that may go out. */
    ERROR,
    /** Many readers will see something broken, or nothing. */
    WARNING,
    /** Some readers will see it otherwise than meant; the author may well know. */
    NOTICE
}
