package dev.hato.tracking.hit;

/** What a User-Agent header says about its sender. */
public enum AgentClass {
    /** A browser, a mail program or an app that a person holds. */
    PERSON,
    /** A program that nobody watches: a crawler, a scanner, a tool, a monitor. */
    PROGRAM,
    /** A mail provider's server that fetches images for its users. */
    IMAGE_PROXY,
    /** There is none, or it is not like any. */
    UNRECOGNISED
}
