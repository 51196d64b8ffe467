package dev.hato.message;

import java.util.List;

/** Finds the links of plain text, by how they look. */
final class TextLinks implements LinkCompiler {
    private final ProgramBuilder program;
    private final LinkTable table;
    private boolean open;

    /** Whether what is open is a link in any case, or is known to be none of the kind that is replaced. */
    private boolean begun;

    /** In an URL that is known to be one: its text is not searched. */
    private boolean whole;

    TextLinks(ProgramBuilder program, LinkTable table) {
        this.program = program;
        this.table = table;
    }

    /** Begins an URL that is known to be one; returns whether it was put out, all of it being text. */
    boolean begins(List<Node> url, boolean ownPage) {
        close();
        StringBuilder text = new StringBuilder();
        int i = 0;
        while (i < url.size() && url.get(i) instanceof Node.Text piece) {
            text.append(piece.text());
            i++;
        }
        int at = url.isEmpty() || !(url.get(0) instanceof Node.Text first) ? 0 : first.at();
        if (i == url.size()) {
            fixed(text.toString(), at);
            return true;
        }
        if (WebUrls.mayBecome(text.toString())) {
            boolean kept = ownPage && text.toString().isBlank();
            int index = kept ? LinkRun.KEPT : table.add(TemplateLink.Place.TEXT, null, at);
            program.add(new Op.LinkBegin(index, LinkForm.WHOLE));
            open = true;
        }
        whole = true;
        return false;
    }

    /** Ends what {@link #begins} began. */
    void ends() {
        whole = false;
        close();
    }

    private void fixed(String url, int at) {
        String target = WebUrls.of(url);
        if (target == null || table.isKept(target)) {
            program.text(url, at);
        } else {
            int index = table.add(TemplateLink.Place.TEXT, target, at);
            program.add(new Op.Link(index, WebUrls.utf8(url), LinkForm.WHOLE));
        }
    }

    /** Ends a link that is open. */
    void close() {
        if (open) {
            program.add(new Op.LinkEnd());
            open = false;
        }
    }

    @Override
    public void text(Node.Text node, boolean goesOn) {
        String text = node.text();
        if (whole) {
            program.text(text, node.at());
            return;
        }
        int at = 0;
        if (open) {
            at = WebUrls.stop(text, 0);
            if (at > 0) {
                reopen();
                program.text(text.substring(0, at), node.at());
            }
            if (at == text.length()) {
                return;
            }
            close();
        }
        for (int from = WebUrls.find(text, at); from >= 0; from = WebUrls.find(text, at)) {
            int stop = WebUrls.stop(text, from);
            program.text(text.substring(at, from), node.at() + at);
            if (stop == text.length() && goesOn) {
                int index = table.add(TemplateLink.Place.TEXT, null, node.at() + from);
                program.add(new Op.LinkBegin(index, LinkForm.FOUND));
                program.text(text.substring(from), node.at() + from);
                open = true;
                begun = true;
                return;
            }
            int end = WebUrls.end(text, from, stop);
            fixed(text.substring(from, end), node.at() + from);
            program.text(text.substring(end, stop), node.at() + end);
            at = stop;
        }
        program.text(text.substring(at), node.at() + at);
    }

    @Override
    public void slot(int at, boolean ownPage) {
        if (whole) {
            return;
        }
        if (ownPage && !begun) {
            close();
        }
        if (ownPage && !open) {
            program.add(new Op.LinkBegin(LinkRun.KEPT, LinkForm.FOUND));
            begun = true;
        } else {
            reopen();
            begun &= open;
        }
        open = true;
    }

    /** Where branches meet or a loop comes round, what seems open may be closed. */
    private void reopen() {
        program.add(new Op.LinkBegin(TemplateLinks.OF_VALUE, LinkForm.FOUND));
    }

    @Override
    public void fork(int at) {
        // An open link goes on into the branches.
    }

    @Override
    public Place place() {
        return new Place(open, begun);
    }

    @Override
    public void restore(Place place) {
        open = place.open();
        begun = place.hasLink();
    }

    @Override
    public void joined() {
        // It ends where text comes that cannot belong to it.
    }

    @Override
    public void end() {
        close();
    }
}
