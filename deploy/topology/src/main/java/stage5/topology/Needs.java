package stage5.topology;

import static java.util.Objects.requireNonNullElse;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a service needs in its environment on AWS, beside its own resources.
 *
 * @param redis the Redis clusters that it uses
 * @param calls the services whose HTTP APIs it calls, by name
 * @param secrets by environment variable
 * @param variables environment variables; values may contain settings of the environment: {@code ${region}}
 * @param standByVariables environment variables in a region that isn't active
 * @param tableActions the DynamoDB actions that its code calls
 */
public record Needs(
        Set<Redis> redis,
        Map<String, Call> calls,
        Map<String, Secret> secrets,
        Map<String, String> variables,
        Map<String, String> standByVariables,
        TableActions tableActions) {

    static final Needs NOTHING = new Needs(null, null, null, null, null, null);

    public Needs {
        redis = Set.copyOf(requireNonNullElse(redis, Set.of()));
        calls = Map.copyOf(requireNonNullElse(calls, Map.of()));
        secrets = Map.copyOf(requireNonNullElse(secrets, Map.of()));
        variables = Map.copyOf(requireNonNullElse(variables, Map.of()));
        standByVariables = Map.copyOf(requireNonNullElse(standByVariables, Map.of()));
        tableActions = requireNonNullElse(tableActions, new TableActions(null, null));
    }

    /** A Redis cluster. An eviction policy applies to a whole cluster, and sessions must not be evicted. */
    public enum Redis {
        /** Caches, counters and rate limits. */
        SHARED("QUARKUS_REDIS_"),
        /** Sessions. */
        SESSIONS("QUARKUS_REDIS_SESSIONS_");

        private final String prefix;

        Redis(String prefix) {
            this.prefix = prefix;
        }

        /** Returns the environment variable of a property of the cluster's client: {@code HOSTS} or {@code PASSWORD}. */
        public String variable(String property) {
            return prefix + property;
        }
    }

    /**
     * Calls of another service's HTTP API.
     *
     * @param url the environment variable with its URL
     * @param signed the environment variable that says whether its API requires signed calls, as that of functions does; null for
     *     a service that calls open paths only
     */
    public record Call(String url, String signed) {}

    /**
     * A secret of the environment.
     *
     * @param name without the environment's prefix
     * @param field of its JSON; null for the whole value
     * @param rotated whether its value changes, so that the service has to be deployed again
     */
    public record Secret(String name, String field, boolean rotated) {}

    /**
     * DynamoDB actions, such as {@code GetItem}. A transaction is authorised by the actions of its parts.
     *
     * @param always called by each part of the service
     * @param background called in addition by queue consumers and scheduled jobs
     */
    public record TableActions(List<String> always, List<String> background) {

        public TableActions {
            always = List.copyOf(requireNonNullElse(always, List.of()));
            background = List.copyOf(requireNonNullElse(background, List.of()));
        }
    }
}
