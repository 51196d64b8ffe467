package dev.hato.message;

import java.util.List;

/**
 * Segments and links that follow each other in a part in quoted-printable with nothing that is filled between them.
 * After the first segment, in which a line begins, all lines break alike in all mails whose links are equally long: only
 * the octets that differ are left to be written for a mail. Immutable and thread-safe.
 */
final class QuotedStretch {
    /** The octets of a soft line break. */
    private static final int SOFT_BREAK = 3;

    private final QuotedSegment first;
    private final int[] links;

    /** Where in a link's octets the first soft line break stands, for each link; behind the last octet if none does. */
    private final int[] breaks;

    /** How many shared octets follow the first segment at once. */
    private final int beforeLinks;

    /** The pieces that begin with each link; see {@link Pieces#add}. */
    private final int[] pieces;

    private final QuotedWriter end;

    /**
     * Takes a layout.
     *
     * @param first the first segment, whose octets were put last to those that are shared
     * @param octets gets the others that are the same in all mails
     */
    QuotedStretch(QuotedSegment first, Layout layout, Octets octets) {
        this.first = first;
        links = layout.links.stream().mapToInt(Integer::intValue).toArray();
        breaks = layout.breaks;
        end = layout.end;
        pieces = new int[Pieces.PIECE * links.length];
        beforeLinks = put(layout, first.length(), layout.starts[0], octets);
        for (int i = 0; i < links.length; i++) {
            int behind = i + 1 < links.length ? layout.starts[i + 1] : layout.octets.length;
            pieces[Pieces.PIECE * i] = layout.stops[i] - layout.starts[i];
            pieces[Pieces.PIECE * i + 1] = octets.length();
            pieces[Pieces.PIECE * i + 2] = put(layout, layout.stops[i], behind, octets);
        }
    }

    private static int put(Layout layout, int from, int to, Octets octets) {
        octets.put(layout.octets, from, to - from);
        return to - from;
    }

    /** Writes the stretch behind what the writer has written. */
    void write(QuotedWriter writer, TokenLine line, Pieces out) {
        first.write(writer, out);
        out.shared(pieces[1] - beforeLinks, beforeLinks);
        line.links(links);
        Octets own = out.own();
        int length = line.mailOctets() + line.linkOctets();
        own.reserve(links.length * (length + SOFT_BREAK * (length / QuotedWriter.LAST_COLUMN + 1)));
        byte[] octets = own.array();
        int at = own.length();
        for (int i = 0; i < links.length; i++) {
            int from = 0;
            for (int to = breaks[i]; to < length; to += QuotedWriter.LAST_COLUMN) {
                at = QuotedWriter.softBreak(octets, line.copy(i, from, to, octets, at));
                from = to;
            }
            at = line.copy(i, from, length, octets, at);
        }
        out.add(pieces, at);
        writer.passed(end.column(), end.isAfterCr(), end.isOpen());
    }

    /** Finds the places of the links' octets by comparing a stretch to itself with other ones. */
    static final class Layout {
        /** Lines that begin with so many octets of a link, and nothing behind them, may begin like "From ". */
        private static final int MAY_BE_FROM = 4;

        private final byte[] octets;
        private final List<Integer> links;
        private final QuotedWriter end;
        private final int[] starts;
        private final int[] stops;
        private final int[] breaks;

        /**
         * Takes a stretch laid out as if it began a part.
         *
         * @param octets its octets
         * @param links the indexes of its links
         * @param end how the writer is behind it
         */
        Layout(byte[] octets, List<Integer> links, QuotedWriter end) {
            this.octets = octets;
            this.links = links;
            this.end = end;
            starts = new int[links.size()];
            stops = new int[links.size()];
            breaks = new int[links.size()];
        }

        /**
         * Finds the links' octets.
         *
         * @param other the same stretch with all of them replaced
         * @param length how many there are in each link
         * @param behind how many octets the link has behind its own, for each
         * @return the number of the first link that may break otherwise with yet other octets, or how many there are
         */
        int clearLinks(byte[] other, int length, List<Integer> behind) {
            int at = 0;
            int unclear = starts.length;
            for (int link = 0; link < starts.length; link++) {
                breaks[link] = length;
                while (octets[at] == other[at]) {
                    at++;
                }
                starts[link] = at;
                for (int done = 0; done < length; done++, at++) {
                    if (octets[at] == other[at]) {
                        breaks[link] = Math.min(breaks[link], done);
                        at += SOFT_BREAK;
                    }
                    boolean endsSoon = length - done + behind.get(link) <= MAY_BE_FROM;
                    if (endsSoon && octets[at - 1] == '\n') {
                        unclear = Math.min(unclear, link);
                    }
                }
                stops[link] = at;
            }
            return unclear;
        }
    }
}
