package stage5.local.deployment;

import static java.util.Objects.requireNonNullElse;

import java.nio.file.Path;
import java.util.Map;
import stage5.topology.Queue;

/**
 * The request to deploy a service as functions. Everything else is in the topology.
 *
 * @param port the port of its HTTP API, on 127.0.0.1
 * @param directory the service's directory; the build puts {@code target/function.zip} into each of its lambda modules
 * @param log the file to which the output of its functions is appended
 * @param environment the environment variables of its functions
 * @param callers the access keys that may call its HTTP API, each with its secret; everyone may if empty or null
 * @param queueConcurrency the most concurrent invocations for one queue, if the topology allows as many; AWS's least if
 *     null, because a machine runs fewer environments than AWS
 */
public record DeploymentRequest(
        int port,
        Path directory,
        Path log,
        Map<String, String> environment,
        Map<String, String> callers,
        Integer queueConcurrency) {

    /** Returns the most concurrent invocations for the queue on this machine. */
    int concurrencyOf(Queue queue) {
        return Math.min(queue.maxConcurrency(), requireNonNullElse(queueConcurrency, Queue.LEAST_CONCURRENCY));
    }

    /** Returns the artifact of one of the service's modules. */
    Path artifact(String module) {
        return directory.resolve(module).resolve("target").resolve("function.zip");
    }
}
