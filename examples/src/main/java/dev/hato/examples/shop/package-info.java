/** The shop demo: from a customer master in CSV to personalised mail and its report. */
@NullMarked
package dev.hato.examples.shop;

import org.jspecify.annotations.NullMarked;
