package stage5.cdk.config;

/**
 * Notifications of costs.
 *
 * @param monthlyUsd monthly budget in US dollars; notifications are sent at shares of it
 * @param anomalies whether unusual costs are reported; the account's monitor of all services is used, or created
 */
public record SpendingSettings(int monthlyUsd, boolean anomalies) {}
