package dev.hato.delivery;

import java.net.URI;

/**
 * Makes the address of a page for one recipient of one mail: the mail in the browser, what the recipient wants to get, a coupon.
 * Called by several threads at once.
 */
@FunctionalInterface
public interface RecipientLink {
    /**
     * Returns an absolute http or https URL that nobody can guess or alter: it carries a token that the host has signed. A GET
     * there changes nothing, since scanners follow links.
     *
     * @param target the recipient, and the mail that carries the link
     */
    URI of(Unsubscribe.Target target);
}
