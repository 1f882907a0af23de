package stage5.cdk.credentials;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import stage5.cdk.StackLocation;
import stage5.cdk.redis.RedisStack;
import stage5.topology.Topology;

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
        Topology.load()
                .of(service)
                .needs()
                .secrets()
                .forEach((variable, secret) ->
                        all.put(variable, new SecretReference(name(secret.name()), secret.field())));
        return all;
    }

    /**
     * An SSM parameter with the version of a secret. Its value changes when the secret is rotated.
     *
     * @param owner the stack that publishes it
     */
    public record VersionParameter(String owner, String name) {}

    /** Returns the parameters of the service's secrets that are rotated. */
    public List<VersionParameter> versions(String service) {
        List<VersionParameter> versions = new ArrayList<>();
        if (RedisStack.isUsedBy(service)) {
            versions.add(new VersionParameter(RedisStack.OWNER, RedisStack.PASSWORD_VERSION));
        }
        switch (service) {
            case "user-service" -> versions.add(versionOf(signingKeysName()));
            case "notification-worker" -> versions.add(versionOf(smtpName()));
            default -> {
                // No further secrets.
            }
        }
        return versions;
    }

    /** Returns the parameter with the version of a secret of {@link CredentialsStack}. */
    static VersionParameter versionOf(String secret) {
        return new VersionParameter(CredentialsStack.OWNER, secret.substring(secret.lastIndexOf('/') + 1) + "-version");
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
