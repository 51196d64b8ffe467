package dev.hato.tracking.hit;

/** What speaks for a verdict. */
public enum HitReason {
    /** HEAD asks for no content, so nobody sees any. */
    HEAD_REQUEST(Verdict.MACHINE),
    /** The agent is a known program, or names itself as one. */
    KNOWN_AGENT(Verdict.MACHINE),
    /** The hit came sooner after the mail was handed over than a person could have made it. */
    TOO_FAST(Verdict.MACHINE),
    /** Many links of the mail were asked for within seconds. */
    MANY_LINKS(Verdict.MACHINE),
    /** The same client asked for a link that people do not see. */
    HONEYPOT(Verdict.MACHINE),
    /** The address belongs to a data centre. */
    DATA_CENTRE(Verdict.MACHINE),
    /** A mail provider fetched the image, perhaps when the mail was opened, perhaps before. */
    IMAGE_PROXY(Verdict.UNKNOWN),
    /** The client does not say what it is, or nothing that could be recognised. */
    NO_AGENT(Verdict.UNKNOWN);

    private final Verdict verdict;

    HitReason(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Returns the verdict that this alone leads to; {@code MACHINE} outweighs {@code UNKNOWN}. */
    public Verdict verdict() {
        return verdict;
    }
}
