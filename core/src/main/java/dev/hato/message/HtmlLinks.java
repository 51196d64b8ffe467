package dev.hato.message;

import dev.hato.message.HtmlState.Mode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the links of HTML: the {@code href} of {@code a}, {@code area} and of shapes in VML. */
final class HtmlLinks implements LinkCompiler {
    private static final String OPTIONS = "data-hato-";
    private static final String BODY_END = "</body";

    /** A template that ends its body in more branches than these has its pixel at the end. */
    private static final int MOST_BODY_ENDS = 100;

    private final HtmlScanner scanner;
    private final ProgramBuilder program;
    private final LinkTable table;
    private final LinkLabels labels;

    /** The value of a link as far as it has no fields; null where there is none or it has been put out. */
    private @Nullable StringBuilder pending;

    private int pendingAt;
    private Place place = Place.NONE;

    /** The links of the tag. */
    private List<Integer> tagLinks = List.of();

    private Map<String, String> options = Map.of();

    /** The value of an option; null where none is read, or fields stand in it. */
    private @Nullable StringBuilder option;

    /** Whether this is in a conditional comment. */
    private boolean outlook;

    private int bodyEnds;

    HtmlLinks(HtmlScanner scanner, ProgramBuilder program, LinkTable table) {
        this.scanner = scanner;
        this.program = program;
        this.table = table;
        this.labels = new LinkLabels(table);
    }

    @Override
    public void text(Node.Text node, boolean goesOn) {
        String text = node.text();
        int from = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            Mode before = scanner.mode();
            if (c == '<' && before == Mode.TEXT && isBodyEnd(text, i) && !outlook && bodyEnds < MOST_BODY_ENDS) {
                program.text(text.substring(from, i), node.at() + from);
                program.pixel();
                bodyEnds++;
                from = i;
            }
            scanner.next(c, node.at() + i);
            Mode now = scanner.mode();
            if (HtmlState.isInValue(before) && !HtmlState.isInValue(now)) {
                from = valueEnds(text, from, i, node.at());
            } else if (before == Mode.BEFORE_VALUE && HtmlState.isInValue(now)) {
                from = valueBegins(text, from, now == Mode.UNQUOTED ? i : i + 1, node.at());
            } else if (HtmlState.isInValue(now) && option != null) {
                option.append(c);
            }
            if (now != before) {
                changes(before, now);
            } else if (now == Mode.TEXT) {
                labels.character(c);
            }
        }
        if (pending != null) {
            pending.append(text, from, text.length());
        } else {
            program.text(text.substring(from), node.at() + from);
        }
    }

    private static boolean isBodyEnd(String text, int at) {
        int end = at + BODY_END.length();
        return text.regionMatches(true, at, BODY_END, 0, BODY_END.length())
                && end < text.length()
                && (HtmlScanner.isSpace(text.charAt(end)) || text.charAt(end) == '/' || text.charAt(end) == '>');
    }

    private void changes(Mode before, Mode now) {
        if (now == Mode.TAG_NAME && (before == Mode.LESS || before == Mode.LESS_SLASH)) {
            tagLinks = List.of();
            options = Map.of();
            option = null;
            place = new Place(place.open(), false);
        } else if (before == Mode.ATTRIBUTE_NAME && scanner.attribute().startsWith(OPTIONS)) {
            options().putIfAbsent(scanner.attribute(), "");
        } else if (now == Mode.TEXT || HtmlScanner.isRaw(now)) {
            switch (before) {
                case CONDITION -> outlook = true;
                case BOGUS, COMMENT, COMMENT_START -> outlook = false;
                default -> {
                    if (HtmlState.isInTag(before)) {
                        tagEnds();
                    }
                }
            }
        }
    }

    private void tagEnds() {
        String element = scanner.element();
        if (scanner.closing()) {
            labels.closes(element);
            return;
        }
        tagLinks.forEach(link -> table.attributes(link, options));
        labels.opens(element, tagLinks);
    }

    /** Returns the place of the value, if it is a link's, up to which all has been put out. */
    private int valueBegins(String text, int from, int start, int at) {
        String attribute = scanner.attribute();
        if (attribute.startsWith(OPTIONS) || attribute.equals("alt")) {
            option = new StringBuilder();
            if (scanner.mode() == Mode.UNQUOTED) {
                option.append(text.charAt(start));
            }
        }
        if (!isLink()) {
            return from;
        }
        program.text(text.substring(from, start), at + from);
        begin(at + start);
        return start;
    }

    private void begin(int at) {
        pending = new StringBuilder();
        pendingAt = at;
        place = new Place(false, true);
    }

    private boolean isLink() {
        return scanner.attribute().equals("href")
                && !scanner.closing()
                && !place.hasLink()
                && kind(scanner.element()) != null;
    }

    private static TemplateLink.@Nullable Place kind(String element) {
        return switch (element) {
            case "a" -> TemplateLink.Place.ANCHOR;
            case "area" -> TemplateLink.Place.AREA;
            default -> element.startsWith("v:") ? TemplateLink.Place.VML : null;
        };
    }

    /** Returns up to where all has been put out. */
    private int valueEnds(String text, int from, int end, int at) {
        if (option != null) {
            String value = CharacterReferences.decode(option.toString(), true);
            if (scanner.attribute().equals("alt")) {
                labels.alt(value);
            } else {
                options().put(scanner.attribute(), value);
            }
            option = null;
        }
        if (pending != null) {
            fixed(pending.append(text, from, end).toString());
            pending = null;
            return end;
        }
        if (place.open()) {
            program.text(text.substring(from, end), at + from);
            close();
            return end;
        }
        return from;
    }

    private void fixed(String raw) {
        String target = WebUrls.of(CharacterReferences.decode(raw, true));
        TemplateLink.Place kind = kind(scanner.element());
        if (target == null || kind == null || table.isKept(target)) {
            program.text(raw, pendingAt);
            return;
        }
        int index = table.add(kind, target, pendingAt);
        addToTag(index);
        program.add(new Op.Link(index, WebUrls.utf8(raw), LinkForm.ATTRIBUTE));
    }

    private void addToTag(int index) {
        if (tagLinks.isEmpty()) {
            tagLinks = new ArrayList<>(1);
        }
        tagLinks.add(index);
    }

    private Map<String, String> options() {
        if (options.isEmpty()) {
            options = new HashMap<>();
        }
        return options;
    }

    private void close() {
        program.add(new Op.LinkEnd());
        place = new Place(false, place.hasLink());
    }

    @Override
    public void slot(int at, boolean ownPage) {
        if (scanner.mode() == Mode.BEFORE_VALUE && isLink()) {
            begin(at);
        }
        leaveOption();
        open(ownPage);
    }

    @Override
    public void fork(int at) {
        leaveOption();
        open(false);
    }

    /** An option that depends on fields is not known. */
    private void leaveOption() {
        Mode mode = scanner.mode();
        if (mode == Mode.BEFORE_VALUE || HtmlState.isInValue(mode)) {
            options().remove(scanner.attribute());
        }
        option = null;
    }

    /** Begins a link that is decided when it is filled, if this is in one that has had no fields yet. */
    private void open(boolean ownPage) {
        StringBuilder begun = pending;
        if (begun == null) {
            return;
        }
        pending = null;
        String beginning = CharacterReferences.decode(begun.toString(), true);
        TemplateLink.Place kind = kind(scanner.element());
        if (kind != null && WebUrls.mayBecome(beginning)) {
            boolean kept = ownPage && beginning.isBlank();
            int index = kept ? LinkRun.KEPT : table.add(kind, null, pendingAt);
            if (!kept) {
                addToTag(index);
            }
            program.add(new Op.LinkBegin(index, LinkForm.ATTRIBUTE));
            place = new Place(true, true);
        }
        program.text(begun.toString(), pendingAt);
    }

    @Override
    public Place place() {
        return place;
    }

    @Override
    public void restore(Place other) {
        place = other;
    }

    @Override
    public void joined() {
        if (place.open() && !HtmlState.isInValue(scanner.mode())) {
            close();
        }
    }

    @Override
    public void end() {
        if (pending != null) { // a tag that nothing ends is none
            program.text(pending.toString(), pendingAt);
            pending = null;
        }
        if (scanner.mode() == Mode.TEXT && !outlook) {
            program.pixel();
        }
        labels.end();
    }
}
