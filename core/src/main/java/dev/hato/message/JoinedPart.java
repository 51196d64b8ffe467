package dev.hato.message;

import java.util.BitSet;

/**
 * A part in quoted-printable, and its program, for mails whose links are alike but for some octets: segments and links
 * that follow each other are joined to {@linkplain QuotedStretch stretches}.
 *
 * @param program puts out stretches, and is incomplete where one cannot stand
 * @param part has the octets of what the program puts out
 */
record JoinedPart(Program program, QuotedPart part) {
    /**
     * Joins what can be joined.
     *
     * @param links what stands around the octets of the links
     * @param octets how many each link has of its own, those of the mail included: at least eight
     * @param isHtml whether it is the HTML
     * @param alone whether the part is the whole body
     * @param shared gets the octets that all mails have
     */
    static JoinedPart of(Program program, SharedLinks links, int octets, boolean isHtml, boolean alone, Octets shared) {
        LinkJoining joining = new LinkJoining(program, new LinkJoining.Links(links, octets, isHtml), shared);
        Op[] ops = program.ops();
        BitSet targets = targets(ops);
        int from = 0;
        while (from < ops.length) {
            int to = from + 1;
            boolean fixed = joining.isFixed(from);
            while (fixed && to < ops.length && !targets.get(to) && (joining.isFixed(to) || joining.isSpent(to, from))) {
                to++;
            }
            joining.join(from, to);
            from = to;
        }
        return joining.joined(alone);
    }

    /** Returns the instructions that may come after others than those before them. */
    private static BitSet targets(Op[] ops) {
        BitSet targets = new BitSet();
        for (Op op : ops) {
            if (op instanceof Op.Jump jump) {
                targets.set(jump.target());
            } else if (op instanceof Op.Unless unless) {
                targets.set(unless.target());
            } else if (op instanceof Op.Begin begin) {
                targets.set(begin.target());
            } else if (op instanceof Op.Next next) {
                targets.set(next.body());
            }
        }
        return targets;
    }
}
