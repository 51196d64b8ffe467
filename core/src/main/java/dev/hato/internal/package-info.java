/** Shared by the packages of this module and exported to nobody. */
@NullMarked
package dev.hato.internal;

import org.jspecify.annotations.NullMarked;
