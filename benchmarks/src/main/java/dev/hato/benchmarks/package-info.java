/** Measurements against what a user would pick instead, run by {@link dev.hato.benchmarks.Main}. */
@NullMarked
package dev.hato.benchmarks;

import org.jspecify.annotations.NullMarked;
