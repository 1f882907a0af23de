package stage5.cdk.compute;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.ecs.HealthCheck;

/**
 * The health check of a container that has no load balancer to check it. Service Connect sends requests to a task once it is
 * healthy. The images contain no HTTP client, but a bash, whose redirection opens a connection: <a
 * href="https://www.gnu.org/software/bash/manual/html_node/Redirections.html">/dev/tcp</a>.
 */
final class ReadinessProbe {

    private ReadinessProbe() {}

    static HealthCheck of(int port) {
        return HealthCheck.builder()
                .command(List.of("CMD", "bash", "-c", script(port)))
                .interval(Duration.seconds(10))
                .timeout(Duration.seconds(5))
                .retries(3)
                .startPeriod(Duration.seconds(60))
                .build();
    }

    /** Returns a script that succeeds if the service responds with status 200. */
    static String script(int port) {
        return "exec 3<>/dev/tcp/127.0.0.1/%d && printf 'GET /q/health/ready HTTP/1.0\\r\\n\\r\\n' >&3".formatted(port)
                + " && read -r -u 3 _ status _ && [ \"$status\" = 200 ]";
    }
}
