package stage5.cdk.config;

/**
 * Systems and addresses outside the account.
 *
 * @param paymentUrl of the payment provider's API
 * @param adminEmail of the administrator's account
 * @param alarmEmail recipient of alarms
 * @param mailDomain sender domain of the customers' mails; it has to be verified in SES
 * @param issuer of access tokens; null if user-service is the only one
 */
public record ExternalSettings(
        String paymentUrl, String adminEmail, String alarmEmail, String mailDomain, IssuerSettings issuer) {}
