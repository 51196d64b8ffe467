/**
 * Stores in memory: for tests, rehearsals, small tools, and as the reference for every other store.
 */
@NullMarked
package dev.hato.memory;

import org.jspecify.annotations.NullMarked;
