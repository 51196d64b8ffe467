package dev.hato.imports;

/** A cell without a usable value; carries only the reason, because a file may have many. */
final class CellException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    CellException(String reason) {
        super(reason);
    }

    /** The reason, never null. */
    String reason() {
        return String.valueOf(getMessage());
    }

    @Override
    public synchronized Throwable fillInStackTrace() {
        return this;
    }
}
