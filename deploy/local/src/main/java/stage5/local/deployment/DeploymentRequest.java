package stage5.local.deployment;

import java.nio.file.Path;
import java.util.Map;

/**
 * What whoever deploys a service as functions says of it; all else is in the topology.
 *
 * @param port of its HTTP API, on 127.0.0.1
 * @param directory of the service, where the build leaves a {@code target/function.zip} per module
 * @param log what its functions write is appended there
 * @param environment the functions' variables
 */
public record DeploymentRequest(int port, Path directory, Path log, Map<String, String> environment) {

    /** Returns the artifact of one of the service's modules. */
    Path artifact(String module) {
        return directory.resolve(module).resolve("target").resolve("function.zip");
    }
}
