/**
 * Writes to the customers: one mail for each event that matters to them. Start with {@link
 * stage5.notification.mailing.MailsConsumer}, which says what happens on which event; {@link
 * stage5.notification.mailing.Mailing} sees to it that an event is mailed once, and {@link
 * stage5.notification.letter.Letters} says what a mail looks like.
 */
package stage5.notification;
