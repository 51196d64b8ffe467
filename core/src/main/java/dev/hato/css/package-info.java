/**
 * CSS for mail programs that read no style element: rules moved into style attributes, once per template, without a
 * change to any other byte. Hosts choose a {@link dev.hato.css.CssInliner} and give it to a template's builder.
 */
@NullMarked
package dev.hato.css;

import org.jspecify.annotations.NullMarked;
