package dev.hato.jdbc;

import java.sql.SQLException;

/** Gives a statement its values, in the order of its question marks. */
@FunctionalInterface
interface Binder {
    /** Binds nothing. */
    Binder NONE = parameters -> {};

    void bind(Parameters parameters) throws SQLException;
}
