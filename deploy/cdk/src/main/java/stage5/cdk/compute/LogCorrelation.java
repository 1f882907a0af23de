package stage5.cdk.compute;

import java.util.Map;
import java.util.TreeMap;
import stage5.cdk.StackLocation;

/**
 * The environment variables by which the logs and traces of a process name each other. Each span names the log group (<a
 * href="https://opentelemetry.io/docs/specs/semconv/resource/cloud-provider/aws/logs/">conventions for AWS logs</a>), so that X-Ray
 * finds the log lines of a trace. Each log line names it, too: lines that leave CloudWatch, for example for a bucket, lose it.
 */
record LogCorrelation(StackLocation location, String logGroup) {

    Map<String, String> variables() {
        return new TreeMap<>(Map.of(
                "QUARKUS_OTEL_RESOURCE_ATTRIBUTES",
                "deployment.environment.name=%s,aws.log.group.names=%s"
                        .formatted(location.environment().name(), logGroup),
                "STAGE5_LOG_GROUP",
                logGroup));
    }
}
