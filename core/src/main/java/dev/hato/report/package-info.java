/** Reports: what was sent and what became of it. */
@NullMarked
package dev.hato.report;

import org.jspecify.annotations.NullMarked;
