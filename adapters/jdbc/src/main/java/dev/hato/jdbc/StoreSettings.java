package dev.hato.jdbc;

import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** What all stores of one builder share. */
record StoreSettings(
        DeclaredColumns columns,
        @Nullable HostTable contacts,
        @Nullable InstantSource leaseClock,
        TemplateCache templates,
        Tombstones tombstones) {}
