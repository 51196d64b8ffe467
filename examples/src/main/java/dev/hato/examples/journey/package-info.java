/** What recipients do with a mail decides what they get next: opens and clicks as triggers of step mail. */
@NullMarked
package dev.hato.examples.journey;

import org.jspecify.annotations.NullMarked;
