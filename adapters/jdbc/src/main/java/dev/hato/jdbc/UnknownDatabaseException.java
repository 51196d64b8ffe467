package dev.hato.jdbc;

/** The database is none of those this library knows. */
public final class UnknownDatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String product;

    UnknownDatabaseException(String product, String known) {
        super("The database calls itself '" + product + "', which is not known here; use one of " + known + ".");
        this.product = product;
    }

    /** Returns what the database calls itself. */
    public String product() {
        return product;
    }
}
