package dev.hato.imports;

import java.io.Writer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the rows go with their results: the input's columns and three more, 結果 (the class), 理由 (the
 * reason) and 備考 (notes, such as an address that was normalised).
 *
 * <p>A cell that a spreadsheet would execute, one that begins with {@code = + - @}, tab or CR, gets an
 * apostrophe in front, unless {@link #neutralise} is off. Immutable.
 */
public final class ResultFile {
    private final @Nullable Path path;
    private final @Nullable Writer writer;
    private Charset charset = StandardCharsets.UTF_8;
    private boolean neutralise = true;
    private Set<RowClass> classes = EnumSet.allOf(RowClass.class);

    private ResultFile(@Nullable Path path, @Nullable Writer writer) {
        this.path = path;
        this.writer = writer;
    }

    /** Writes to a file, replacing it, in UTF-8 with a byte order mark, which spreadsheets understand. */
    public static ResultFile to(Path path) {
        return new ResultFile(Objects.requireNonNull(path, "path"), null);
    }

    /** Writes to a writer, which is flushed and not closed. */
    public static ResultFile to(Writer writer) {
        return new ResultFile(null, Objects.requireNonNull(writer, "writer"));
    }

    /** Returns a result file with rows of these classes only. */
    public ResultFile only(RowClass first, RowClass... more) {
        ResultFile copy = copy();
        copy.classes = EnumSet.of(first, more);
        return copy;
    }

    /** Returns a result file in this charset; characters it lacks become question marks. Without effect on a writer. */
    public ResultFile charset(Charset other) {
        ResultFile copy = copy();
        copy.charset = Objects.requireNonNull(other, "charset");
        return copy;
    }

    /** Returns a result file whose cells are neutralised, which is the default, or left as they are. */
    public ResultFile neutralise(boolean on) {
        ResultFile copy = copy();
        copy.neutralise = on;
        return copy;
    }

    private ResultFile copy() {
        ResultFile copy = new ResultFile(path, writer);
        copy.charset = charset;
        copy.neutralise = neutralise;
        copy.classes = classes;
        return copy;
    }

    boolean isAt(Path file) {
        return path != null
                && path.toAbsolutePath()
                        .normalize()
                        .equals(file.toAbsolutePath().normalize());
    }

    @Nullable Path path() {
        return path;
    }

    @Nullable Writer writer() {
        return writer;
    }

    Charset charset() {
        return charset;
    }

    boolean neutralises() {
        return neutralise;
    }

    boolean wants(RowClass rowClass) {
        return classes.contains(rowClass);
    }
}
