/** The code of the README's first screen, compiled, run and tested. */
@NullMarked
package dev.hato.examples.quickstart;

import org.jspecify.annotations.NullMarked;
