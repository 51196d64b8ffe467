/**
 * The calendar: local times as points in time, quiet hours, business days and Japan's holidays, caps by calendar day
 * and
 * week. Values and pure functions; nothing here knows what time it is now.
 *
 * <p>Deliveries and scenarios read them; hosts make them, and may bring holidays of their own.
 */
@NullMarked
package dev.hato.calendar;

import org.jspecify.annotations.NullMarked;
