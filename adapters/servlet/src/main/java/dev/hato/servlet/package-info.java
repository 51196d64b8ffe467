/**
 * Answers links of mails in a servlet container: Tomcat, Jetty, Undertow, and what is built on them.
 *
 * <p>{@link dev.hato.servlet.TrackingServlet} is all there is. Whoever runs a web application registers it.
 */
@NullMarked
package dev.hato.servlet;

import org.jspecify.annotations.NullMarked;
