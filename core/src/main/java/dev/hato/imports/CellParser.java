package dev.hato.imports;

/**
 * Reads the value of a cell. {@link CellParsers} has the usual ones; {@code LocalDate::parse} is one too.
 *
 * <p>It is called with the text of a cell that is not blank. Implementations are stateless.
 *
 * @param <T> the type of the value
 */
@FunctionalInterface
public interface CellParser<T> {
    /**
     * Returns the value.
     *
     * @throws RuntimeException if the text is not a value; the row fails then
     */
    T parse(String cell);
}
