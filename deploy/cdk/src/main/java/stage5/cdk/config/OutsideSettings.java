package stage5.cdk.config;

/**
 * What is not ours.
 *
 * @param paymentUrl of the payment provider's API
 * @param adminEmail of the first person who may change the catalogue
 * @param alarmEmail who is told of alarms
 * @param mailDomain what customers get their mails from; SES has to know it as ours
 */
public record OutsideSettings(String paymentUrl, String adminEmail, String alarmEmail, String mailDomain) {}
