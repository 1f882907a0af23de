package stage5.cdk.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The state of the accounts that an environment uses. Each number is the value of a counter, so a later one is newer. */
final class SimulatedAccounts {

    /** The owner of what no stack has created or still manages. */
    static final String NO_STACK = "";

    private final Map<Identity, String> owners = new TreeMap<>();
    private final Map<Identity, String> parameters = new HashMap<>();
    private final Map<Identity, Integer> secrets = new HashMap<>();
    private final Map<String, DeployedStack> stacks = new TreeMap<>();
    private final Map<String, Integer> scaledTasks = new HashMap<>();
    private final Set<Finding> leftovers = new TreeSet<>();
    private int counter;

    /** Returns a new number. */
    int next() {
        return ++counter;
    }

    boolean exists(Identity identity) {
        return owners.containsKey(identity);
    }

    /** Adds something that exists without any stack. */
    void addFromOutside(Identity identity) {
        owners.put(identity, NO_STACK);
        secrets.put(identity, next());
        parameters.put(identity, "outside-" + next());
    }

    void add(Identity identity, String owner) {
        owners.put(identity, owner);
    }

    void remove(Identity identity) {
        owners.remove(identity);
        parameters.remove(identity);
        secrets.remove(identity);
    }

    /** Leaves the identity in the account without an owner: a retained resource. */
    void orphan(Identity identity) {
        owners.put(identity, NO_STACK);
    }

    Optional<String> parameter(Identity identity) {
        return Optional.ofNullable(parameters.get(identity));
    }

    void putParameter(Identity identity, String value) {
        parameters.put(identity, value);
    }

    /** Returns the version of the secret's current value. */
    Optional<Integer> secret(Identity identity) {
        return Optional.ofNullable(secrets.get(identity));
    }

    /** Stores a new value of the secret. */
    void putSecret(Identity identity) {
        secrets.put(identity, next());
    }

    /**
     * Gives the secret a new value, and so its version parameter, {@code …/NAME-version}, if there is one: the rotation writes
     * it, or the person who rotates by hand.
     */
    void rotate(Identity secret) {
        putSecret(secret);
        String name = secret.name().substring(secret.name().lastIndexOf('/') + 1) + "-version";
        parameters.keySet().stream()
                .filter(parameter -> parameter.region().equals(secret.region()))
                .filter(parameter -> parameter.name().endsWith("/" + name)
                        || parameter.name().endsWith("/redis/password-version") && name.equals("redis-version"))
                .toList()
                .forEach(parameter -> putParameter(parameter, "version-" + next()));
    }

    Map<String, DeployedStack> stacks() {
        return stacks;
    }

    /** Returns the desired count of the service's tasks. */
    int tasks(String service) {
        return scaledTasks.getOrDefault(service, 0);
    }

    void setTasks(String service, int count) {
        scaledTasks.put(service, count);
    }

    Set<String> scaledServices() {
        return Set.copyOf(scaledTasks.keySet());
    }

    void removeTasks(String service) {
        scaledTasks.remove(service);
    }

    /** Records something that no stack manages any more. */
    void addLeftover(Finding leftover) {
        leftovers.add(leftover);
    }

    Set<Finding> leftovers() {
        return leftovers;
    }

    Map<Identity, String> owners() {
        return owners;
    }
}
