package stage5.local.deployment;

import java.util.List;
import java.util.SortedMap;

/**
 * A service that runs as functions.
 *
 * @param answers of its HTTP API so far, by status; null where it has none
 */
public record DeployedService(
        String service,
        int port,
        List<String> functions,
        List<String> queues,
        List<String> schedules,
        SortedMap<Integer, Long> answers) {}
