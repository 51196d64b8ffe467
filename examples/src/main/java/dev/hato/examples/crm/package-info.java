/** A CRM that follows its quotes up: staff are told, replies waited for, holidays kept. */
@NullMarked
package dev.hato.examples.crm;

import org.jspecify.annotations.NullMarked;
