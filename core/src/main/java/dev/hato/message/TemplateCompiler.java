package dev.hato.message;

import dev.hato.css.CssInliner;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles the parts of one template and gathers the fields they read. */
final class TemplateCompiler {
    private final String template;
    private final Program.Settings settings;
    private final SortedMap<String, TemplateField> fields = new TreeMap<>();

    /** The links of the parts; null if links are as good as other text. */
    private @Nullable List<TemplateLink> links;

    /** The HTML and the text derived from it, if one was wanted. */
    record HtmlParts(Program html, @Nullable Program text) {}

    TemplateCompiler(String template, Program.Settings settings) {
        this.template = template;
        this.settings = settings;
    }

    /** Returns a compiler whose programs have the places of links. */
    static TemplateCompiler linking(String template, Program.Settings settings) {
        TemplateCompiler compiler = new TemplateCompiler(template, settings);
        compiler.links = new ArrayList<>();
        return compiler;
    }

    /** The links found so far. */
    List<TemplateLink> links() {
        return links == null ? List.of() : links;
    }

    private @Nullable LinkTable table() {
        return links == null ? null : new LinkTable(links.size(), Set.of());
    }

    private void found(@Nullable LinkTable table, SourceText source) {
        if (table != null && links != null) {
            links.addAll(table.links(source));
        }
    }

    SortedMap<String, TemplateField> fields() {
        return fields;
    }

    /** Compiles what is to become one line. */
    Program line(String part, String text) {
        return text(new SourceText(template, part, text), null);
    }

    /** Compiles the plain text part. */
    Program text(String text) {
        SourceText source = new SourceText(template, "text", text);
        LinkTable table = table();
        Program program = text(source, table);
        found(table, source);
        return program;
    }

    private Program text(SourceText source, @Nullable LinkTable table) {
        FieldUses uses = new FieldUses();
        List<Node> nodes = TemplateParser.parse(source, settings.limits());
        Program program = PartCompiler.text(source, nodes, settings, uses, table);
        uses.mergeInto(fields, source);
        return program;
    }

    HtmlParts html(String text, @Nullable CssInliner inliner, boolean derive) {
        SourceText given = new SourceText(template, "html", text);
        SourceText source =
                inliner == null || text.length() > settings.limits().sourceLength() ? given : inlined(given, inliner);
        FieldUses uses = new FieldUses();
        List<Node> nodes = TemplateParser.parse(source, settings.limits());
        LinkTable table = table();
        Program html = PartCompiler.html(source, nodes, settings, uses, table);
        found(table, source);
        uses.mergeInto(fields, source);
        return new HtmlParts(html, derive ? derived(source, nodes) : null);
    }

    private static SourceText inlined(SourceText source, CssInliner inliner) {
        try {
            return EditedText.of(source, inliner.edits(source.text()));
        } catch (IllegalArgumentException e) {
            throw source.error(0, String.valueOf(e.getMessage()));
        }
    }

    private Program derived(SourceText source, List<Node> nodes) {
        LinkTable table = table();
        Program text = PartCompiler.text(source, TextDeriver.derive(source, nodes), settings, new FieldUses(), table);
        found(table, source);
        return text;
    }
}
