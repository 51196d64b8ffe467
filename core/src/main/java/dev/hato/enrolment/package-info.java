/**
 * Enrolments: who is in which scenario, where each stands, and what was done so far.
 *
 * <p>The rows that the step scheduler keeps, and the store that keeps them. Hosts read them through the step scheduler.
 */
@NullMarked
package dev.hato.enrolment;

import org.jspecify.annotations.NullMarked;
