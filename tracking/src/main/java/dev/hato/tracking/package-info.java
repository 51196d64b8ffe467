/**
 * Links, opens, clicks, conversions and coupons: what recipients do with a mail, under addresses of the host's own.
 *
 * <p>{@link dev.hato.tracking.Tracking} is the front door: its transformer puts links into the mails, its handler answers
 * them. Links are stateless: an authenticated token says which mail they belong to. Whoever embeds the library calls it.
 */
@NullMarked
package dev.hato.tracking;

import org.jspecify.annotations.NullMarked;
