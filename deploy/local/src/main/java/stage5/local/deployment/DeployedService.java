package stage5.local.deployment;

import java.util.List;
import java.util.SortedMap;

/**
 * A service that runs as functions.
 *
 * @param answers the number of responses of its HTTP API by status; null if it has no HTTP API
 */
public record DeployedService(
        String service,
        int port,
        List<String> functions,
        List<String> queues,
        List<String> schedules,
        SortedMap<Integer, Long> answers) {}
