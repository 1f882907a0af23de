package stage5.cdk.credentials;

import java.util.Map;
import java.util.TreeMap;
import stage5.cdk.Site;
import stage5.cdk.redis.RedisStack;

/** Which secrets a service is given at its start. */
public record Credentials(Site site) {

    /**
     * A secret in Secrets Manager, or a part of one.
     *
     * @param field of its JSON; null for the whole
     */
    public record Credential(String secret, String field) {}

    /** Returns the service's secrets, by the variables that it reads them from. */
    public Map<String, Credential> of(String service) {
        Map<String, Credential> all = new TreeMap<>();
        if (RedisStack.isUsedBy(service)) {
            all.put("QUARKUS_REDIS_PASSWORD", new Credential(RedisStack.passwordName(site), null));
        }
        switch (service) {
            case "user-service" -> {
                all.put("STAGE5_TOKENS_KEYS", new Credential(signingKeys(), null));
                all.put("STAGE5_ADMIN_PASSWORD", new Credential(administrator(), null));
            }
            case "notification-worker" -> {
                all.put("QUARKUS_MAILER_USERNAME", new Credential(smtp(), CredentialsStack.SMTP_USERNAME));
                all.put("QUARKUS_MAILER_PASSWORD", new Credential(smtp(), CredentialsStack.SMTP_PASSWORD));
            }
            default -> {
                // The others have no more than all do.
            }
        }
        return all;
    }

    String signingKeys() {
        return name("signing-keys");
    }

    String administrator() {
        return name("administrator");
    }

    String smtp() {
        return name("smtp");
    }

    private String name(String what) {
        return "stage5/%s/%s".formatted(site.environment().name(), what);
    }
}
