/** What recipients do with a mail: links, opens, clicks, leaving the list, and who was a machine. */
@NullMarked
package dev.hato.examples.tracking;

import org.jspecify.annotations.NullMarked;
