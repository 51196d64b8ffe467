package dev.hato.jdbc;

/** The tables in the database are newer than this library knows: another node runs a newer version of it. */
public final class SchemaVersionException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int found;
    private final int known;

    SchemaVersionException(int found, int known) {
        super("The tables are of schema version " + found + ", and this library knows versions up to " + known
                + "; use a library as new as the one that migrated them.");
        this.found = found;
        this.known = known;
    }

    /** Returns the version of the tables. */
    public int found() {
        return found;
    }

    /** Returns the newest version that this library knows. */
    public int known() {
        return known;
    }
}
