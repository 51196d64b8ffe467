package dev.hato.jdbc;

import java.util.Arrays;

/** Enums in the database: by name. */
final class Codes {
    private Codes() {}

    /** Returns the constant, or throws if a newer version of this library has written one that is not known here. */
    static <E extends Enum<E>> E of(Class<E> type, String name) {
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(name)) {
                return constant;
            }
        }
        throw new StoreException("The database has the " + type.getSimpleName() + " '" + name
                + "', which this version does not know; it knows " + Arrays.toString(type.getEnumConstants())
                + ". Use the version that has written it, or a newer one.");
    }
}
