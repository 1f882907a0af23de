/**
 * notification-worker sends mails to customers: one mail for each user or order event that concerns them.
 *
 * <p>Where to start reading:
 *
 * <ol>
 *   <li>{@link stage5.notification.mailing.MailsConsumer}: the effect of each event.
 *   <li>{@code mailing.SendingMails}: sends one mail per event, with the leases of {@code mailing.MailClaims}.
 *   <li>{@link stage5.notification.content.MailDrafts}: the content of each mail.
 *   <li>{@code smtp.SmtpClient}: the mail server, and which of its replies are final.
 *   <li>{@code contact}: the contact details of customers, and events that wait for them.
 *   <li>{@code history.NotificationResource}: {@code GET /api/notifications}, the mails of a customer.
 * </ol>
 */
package stage5.notification;
