/**
 * What is likely to go wrong with a template, said before a delivery begins: {@link dev.hato.lint.Lint} checks the
 * sources of a template and gives a {@link dev.hato.lint.LintReport}.
 */
@NullMarked
package dev.hato.lint;

import org.jspecify.annotations.NullMarked;
