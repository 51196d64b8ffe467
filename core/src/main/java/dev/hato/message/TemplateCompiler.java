package dev.hato.message;

import dev.hato.css.CssInliner;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Compiles the parts of one template and gathers the fields they read. */
final class TemplateCompiler {
    private final String template;
    private final Program.Settings settings;
    private final SortedMap<String, TemplateField> fields = new TreeMap<>();

    /** The HTML and the text derived from it, if one was wanted. */
    record HtmlParts(Program html, @Nullable Program text) {}

    TemplateCompiler(String template, Program.Settings settings) {
        this.template = template;
        this.settings = settings;
    }

    SortedMap<String, TemplateField> fields() {
        return fields;
    }

    /** Compiles a part that is no HTML. */
    Program line(String part, String text) {
        SourceText source = new SourceText(template, part, text);
        FieldUses uses = new FieldUses();
        Program program = PartCompiler.text(source, TemplateParser.parse(source, settings.limits()), settings, uses);
        uses.mergeInto(fields, source);
        return program;
    }

    HtmlParts html(String text, @Nullable CssInliner inliner, boolean derive) {
        SourceText given = new SourceText(template, "html", text);
        SourceText source =
                inliner == null || text.length() > settings.limits().sourceLength() ? given : inlined(given, inliner);
        FieldUses uses = new FieldUses();
        List<Node> nodes = TemplateParser.parse(source, settings.limits());
        Program html = PartCompiler.html(source, nodes, settings, uses);
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
        return PartCompiler.text(source, TextDeriver.derive(source, nodes), settings, new FieldUses());
    }
}
