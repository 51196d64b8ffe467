/**
 * Step mail (ステップメール) and trigger mail (トリガーメール): scenarios as values, the arithmetic of their time, and what an
 * edit does to those who are under way.
 *
 * <p>{@link dev.hato.step.Scenario} is the front door, {@link dev.hato.step.Steps} has the words that it is written
 * with.
 * Nothing here does I/O or knows what time it is: whoever schedules steps gives the moments, and gets the next one
 * back.
 */
@NullMarked
package dev.hato.step;

import org.jspecify.annotations.NullMarked;
