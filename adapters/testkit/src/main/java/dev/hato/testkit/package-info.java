/**
 * The test kit: what a test of mail needs that has no mail server and no time to wait.
 *
 * <p>{@link dev.hato.testkit.SmtpSink} takes mail and misbehaves as told; {@link
 * dev.hato.testkit.MailAssertions} says what arrived; {@link dev.hato.testkit.MovableClock} makes a
 * year pass in a line. For tests and examples; nothing here is meant for production.
 */
@NullMarked
package dev.hato.testkit;

import org.jspecify.annotations.NullMarked;
