package stage5.cdk.credentials;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.StackLocation;
import stage5.cdk.redis.RedisStack;
import stage5.topology.Needs;
import stage5.topology.Needs.Secret;
import stage5.topology.Topology;

/**
 * The secrets of each service, by name and environment variable. The Redis clusters share a password; a service that uses both has
 * a variable for each, because its clients are configured apart.
 */
public record ServiceSecrets(StackLocation location) {

    /** The value of a version's parameter before the first rotation. */
    public static final String FIRST_VERSION = "initial";

    /**
     * A secret in Secrets Manager, or a field of one.
     *
     * @param field of its JSON; null for the whole value
     */
    public record SecretReference(String secret, String field) {}

    /** Returns the service's secrets by environment variable. */
    public Map<String, SecretReference> of(String service) {
        Map<String, SecretReference> all = new TreeMap<>();
        RedisStack.clustersOf(service)
                .forEach(cluster -> all.put(
                        cluster.variable("PASSWORD"), new SecretReference(RedisStack.passwordName(location), null)));
        needs(service)
                .secrets()
                .forEach((variable, secret) ->
                        all.put(variable, new SecretReference(name(secret.name()), secret.field())));
        return all;
    }

    /** Returns the parameters with the versions of the service's secrets that are rotated. */
    public List<SharedParameter> versions(String service) {
        Stream<SharedParameter> redis = RedisStack.clustersOf(service).stream()
                .map(cluster -> new SharedParameters(location).redisPasswordVersion());
        Stream<SharedParameter> others = needs(service).secrets().values().stream()
                .filter(Secret::rotated)
                .map(Secret::name)
                .sorted()
                .map(secret -> versionOf(name(secret)));
        return Stream.concat(redis, others).distinct().toList();
    }

    private static Needs needs(String service) {
        return Topology.load().of(service).needs();
    }

    /** Returns the parameter with the version of a secret of {@link CredentialsStack}. */
    SharedParameter versionOf(String secret) {
        return new SharedParameters(location).secretVersion(secret.substring(secret.lastIndexOf('/') + 1));
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
