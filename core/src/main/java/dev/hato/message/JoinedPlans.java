package dev.hato.message;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The plans of one composer for mails whose links are alike: made when such mails have come some times, since most
 * templates of single mails are not worth it. Thread-safe.
 */
final class JoinedPlans {
    /** So many mails go by before a plan is made. */
    private static final int FIRST_MAILS = 3;

    /** Mails differ in how long their identities are, and not much. */
    private static final int MOST = 8;

    /** So many mails go by without a plan before all plans are made anew. */
    private static final int MOST_OTHERS = 10_000;

    /** Mails with large attachments gain little, and each plan has them. */
    private static final int LARGEST = 1 << 18;

    private static final Entry[] NONE = {};

    private final MailPlan plan;
    private final TemplateParts.Linked linked;
    private volatile Entry[] entries = NONE;

    /** Threads may lose counts. */
    private int others;

    JoinedPlans(MailPlan plan, TemplateParts.Linked linked) {
        this.plan = plan;
        this.linked = linked;
    }

    /** Mails whose links are alike. */
    private static final class Entry {
        private final MailPlan.Joins joins;

        /** Threads may lose counts. */
        private int mails;

        /** Racing threads make the same. */
        private volatile @Nullable MailPlan plan;

        Entry(MailPlan.Joins joins) {
            this.joins = joins;
        }

        @SuppressWarnings("ReferenceEquality") // by contract: comparing all links for each mail would take too long
        boolean isFor(SharedLinks links, int octets) {
            return joins.links() == links && joins.octets() == octets;
        }
    }

    /** Returns the plan for mails with these links, or null if there is none. */
    @Nullable MailPlan of(TokenLinks links) {
        SharedLinks shared = links.shared();
        int octets = links.mailOctets() + shared.linkOctets();
        Entry[] known = entries;
        for (Entry entry : known) {
            if (entry.isFor(shared, octets)) {
                MailPlan made = entry.plan;
                return made != null ? made : made(entry);
            }
        }
        if (octets >= Long.BYTES && plan.shared().length <= LARGEST) {
            add(known, new MailPlan.Joins(shared, octets));
        }
        return null;
    }

    private @Nullable MailPlan made(Entry entry) {
        if (++entry.mails < FIRST_MAILS) {
            return null;
        }
        MailPlan made = MailPlan.of(plan.template(), plan.from(), linked, entry.joins);
        entry.plan = made;
        return made;
    }

    /** Counts such mails from now on, unless there are too many kinds or another thread was here. */
    private void add(Entry[] known, MailPlan.Joins joins) {
        if (known.length == MOST && ++others <= MOST_OTHERS) {
            return;
        }
        synchronized (this) {
            if (Arrays.equals(known, entries)) {
                Entry[] kept = known.length == MOST ? NONE : known;
                Entry[] more = Arrays.copyOf(kept, kept.length + 1);
                more[kept.length] = new Entry(joins);
                entries = more;
                others = 0;
            }
        }
    }
}
