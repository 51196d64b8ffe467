package dev.hato.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A link that is open in a derived text: its address follows the text in brackets. Compared by identity. */
final class DerivedLink {
    private static final int DEEPEST = 6;

    private final List<Node> url;
    private final List<Node> ready;
    private final List<Node> list;
    private final int from;
    private final int depth;

    /**
     * Makes a link.
     *
     * @param url the address, empty if it is not to be shown
     * @param ready the nodes that follow the link's text, where they depend on branches; else empty
     * @param list where the link's text begins
     * @param depth how many branches deep {@code ready} is
     */
    private DerivedLink(List<Node> url, List<Node> ready, List<Node> list, int depth) {
        this.url = url;
        this.ready = ready;
        this.list = list;
        this.from = list.size();
        this.depth = depth;
    }

    static @Nullable DerivedLink to(List<Node> href, List<Node> list) {
        List<Node> url = shown(href);
        return url.isEmpty() ? null : new DerivedLink(url, List.of(), list, 0);
    }

    /** Leaves out what a reader has no use for: places in the page, and the scheme of an address. */
    private static List<Node> shown(List<Node> href) {
        if (href.isEmpty() || !(href.get(0) instanceof Node.Text first)) {
            return href;
        }
        String text = first.text().stripLeading();
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.startsWith("#") || lower.startsWith("javascript:") || (text.isEmpty() && href.size() == 1)) {
            return List.of();
        }
        int scheme = lower.startsWith("mailto:") ? 7 : lower.startsWith("tel:") ? 4 : 0;
        text = text.substring(scheme);
        if (scheme > 0 && text.indexOf('?') >= 0) {
            return List.of(new Node.Text(text.substring(0, text.indexOf('?')), first.at()));
        }
        List<Node> url = new ArrayList<>(href);
        url.set(0, new Node.Text(href.size() == 1 ? text.strip() : text, first.at()));
        return url;
    }

    /** Returns what follows the link's text, which ends where the list ends. */
    List<Node> suffix(List<Node> end) {
        if (!ready.isEmpty()) {
            return ready;
        }
        boolean sameList = end == list && from <= end.size();
        List<Node> content = sameList
                ? end.subList(from, end.size()).stream()
                        .filter(node -> !(node instanceof Node.Space))
                        .toList()
                : List.of(new Node.Text("?", 0));
        if (content.isEmpty()) {
            return List.of(new Node.Url(url));
        }
        return saysTheSame(content) ? List.of() : bracketed();
    }

    private List<Node> bracketed() {
        return List.of(new Node.Space(Node.Gap.WORD), new Node.Text("(", 0), new Node.Url(url), new Node.Text(")", 0));
    }

    private boolean saysTheSame(List<Node> content) {
        if (content.size() != 1 || url.size() != 1) {
            return false;
        }
        if (content.get(0) instanceof Node.Text said && url.get(0) instanceof Node.Text meant) {
            return bare(said.text()).equals(bare(meant.text()));
        }
        return content.get(0) instanceof Node.Output said
                && url.get(0) instanceof Node.Output meant
                && said.value() instanceof Expr.Path saidPath
                && meant.value() instanceof Expr.Path meantPath
                && saidPath.segments().equals(meantPath.segments());
    }

    private static String bare(String url) {
        String text = url.strip().toLowerCase(Locale.ROOT);
        text = text.startsWith("https://") ? text.substring(8) : text.startsWith("http://") ? text.substring(7) : text;
        return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
    }

    /** Returns the link behind branches of which some opened another one, or closed it. */
    static @Nullable DerivedLink merged(List<@Nullable DerivedLink> links, Function<List<List<Node>>, Node> choice) {
        int depth = 0;
        List<List<Node>> suffixes = new ArrayList<>();
        for (DerivedLink link : links) {
            depth = Math.max(depth, link == null ? 0 : link.depth + 1);
            suffixes.add(link == null ? List.of() : link.ready.isEmpty() ? link.bracketed() : link.ready);
        }
        if (depth > DEEPEST) {
            return null;
        }
        return new DerivedLink(List.of(), List.of(choice.apply(suffixes)), List.of(), depth);
    }
}
