package dev.hato.message;

import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A part that was filled already, with its links found: compiled like a template without fields.
 *
 * @param program puts out the part
 * @param links its links by index
 */
record ParsedPart(Program program, List<TemplateLink> links) {
    private static final Program.Settings SETTINGS = new Program.Settings(
            new Formats(Locale.ROOT, ZoneOffset.UTC), new TemplateLimits(1, 1, 1, Integer.MAX_VALUE));

    /**
     * Finds the links of HTML.
     *
     * @param kept where links lead that are left as they are
     */
    static ParsedPart html(String html, Set<String> kept) {
        return of(new SourceText("message", "html", html), true, new LinkTable(0, kept));
    }

    /**
     * Finds the links of plain text.
     *
     * @param first the index of the first one
     * @param kept where links lead that are left as they are
     */
    static ParsedPart text(String text, int first, Set<String> kept) {
        return of(new SourceText("message", "text", text), false, new LinkTable(first, kept));
    }

    private static ParsedPart of(SourceText source, boolean isHtml, LinkTable table) {
        List<Node> nodes = source.text().isEmpty() ? List.of() : List.of(new Node.Text(source.text(), 0));
        Program program = isHtml
                ? PartCompiler.html(source, nodes, SETTINGS, new FieldUses(), table)
                : PartCompiler.text(source, nodes, SETTINGS, new FieldUses(), table);
        return new ParsedPart(program, table.links(source));
    }
}
