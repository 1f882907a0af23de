package stage5.cdk.credentials;

import java.util.Map;
import java.util.TreeMap;
import stage5.cdk.StackLocation;
import stage5.cdk.redis.RedisStack;

/** The secrets of each service, by name and environment variable. */
public record ServiceSecrets(StackLocation location) {

    /**
     * A secret in Secrets Manager, or a field of one.
     *
     * @param field of its JSON; null for the whole value
     */
    public record SecretReference(String secret, String field) {}

    /** Returns the service's secrets by environment variable. */
    public Map<String, SecretReference> of(String service) {
        Map<String, SecretReference> all = new TreeMap<>();
        if (RedisStack.isUsedBy(service)) {
            all.put("QUARKUS_REDIS_PASSWORD", new SecretReference(RedisStack.passwordName(location), null));
        }
        if (RedisStack.hasSessionsOf(service)) {
            all.put("QUARKUS_REDIS_SESSIONS_PASSWORD", new SecretReference(RedisStack.passwordName(location), null));
        }
        switch (service) {
            case "user-service" -> {
                all.put("STAGE5_TOKENS_KEYS", new SecretReference(signingKeysName(), null));
                all.put("STAGE5_ADMIN_PASSWORD", new SecretReference(administratorName(), null));
            }
            case "notification-worker" -> {
                all.put("QUARKUS_MAILER_USERNAME", new SecretReference(smtpName(), CredentialsStack.SMTP_USERNAME));
                all.put("QUARKUS_MAILER_PASSWORD", new SecretReference(smtpName(), CredentialsStack.SMTP_PASSWORD));
            }
            default -> {
                // No further secrets.
            }
        }
        return all;
    }

    String signingKeysName() {
        return name("signing-keys");
    }

    String administratorName() {
        return name("administrator");
    }

    String smtpName() {
        return name("smtp");
    }

    private String name(String what) {
        return "stage5/%s/%s".formatted(location.environment().name(), what);
    }
}
