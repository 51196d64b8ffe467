package dev.hato.dkim;

import org.jspecify.annotations.Nullable;

/** Why a signature cannot be used, on its way to a result. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final Kind kind;
    private final String reason;

    enum Kind {
        NEUTRAL,
        PERMERROR,
        TEMPERROR,
        POLICY,
        FAIL
    }

    private Refusal(Kind kind, String reason) {
        // The input decides how many there are: none carries a stack.
        super(reason, null, false, false);
        this.kind = kind;
        this.reason = reason;
    }

    static Refusal neutral(String reason) {
        return new Refusal(Kind.NEUTRAL, reason);
    }

    static Refusal permanent(String reason) {
        return new Refusal(Kind.PERMERROR, reason);
    }

    static Refusal temporary(String reason) {
        return new Refusal(Kind.TEMPERROR, reason);
    }

    static Refusal policy(String reason) {
        return new Refusal(Kind.POLICY, reason);
    }

    static Refusal fail(String reason) {
        return new Refusal(Kind.FAIL, reason);
    }

    DkimResult toResult(@Nullable String domain, @Nullable String selector) {
        if (domain != null && selector != null) {
            if (kind == Kind.FAIL) {
                return new DkimResult.Fail(domain, selector, reason);
            }
            if (kind == Kind.TEMPERROR) {
                return new DkimResult.TempError(domain, selector, reason);
            }
        }
        return switch (kind) {
            case NEUTRAL -> new DkimResult.Neutral(domain, selector, reason);
            case POLICY -> new DkimResult.Policy(domain, selector, reason);
            case PERMERROR, TEMPERROR, FAIL -> new DkimResult.PermError(domain, selector, reason);
        };
    }
}
