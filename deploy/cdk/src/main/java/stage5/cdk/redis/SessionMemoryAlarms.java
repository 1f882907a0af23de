package stage5.cdk.redis;

import java.util.Map;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.services.cloudwatch.Metric;
import software.amazon.awscdk.services.elasticache.CfnReplicationGroup;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.alerts.AlarmTopic;
import stage5.cdk.alerts.ThresholdAlarm;

/**
 * An alarm for each node of the cluster of sessions, before its memory is full: it evicts nothing, so it then refuses new
 * sessions. All nodes hold the same data; there is an alarm for each, because a failover makes any of them the primary.
 */
final class SessionMemoryAlarms extends Construct {

    private static final Duration PERIOD = Duration.minutes(1);

    /** Alarm threshold for used memory, in percent of {@code maxmemory}: the rest is the time to add memory. */
    private static final double THRESHOLD = 75;

    SessionMemoryAlarms(Construct scope, StackLocation location, CfnReplicationGroup sessions, AlarmTopic alarmTopic) {
        super(scope, "SessionMemory");
        int nodes = 1 + location.environment().data().redis().replicas();
        for (int node = 1; node <= nodes; node++) {
            String number = "%03d".formatted(node);
            alarmTopic.notifyOn(ThresholdAlarm.ofSeveralPeriods(
                            location.qualified("sessions-memory-" + number),
                            "The Redis of sessions is nearly full, and then refuses log-ins: use a larger node type",
                            usedMemory(sessions.getRef() + "-" + number),
                            THRESHOLD)
                    .addTo(this, number));
        }
    }

    /**
     * Returns the used part of {@code maxmemory} in percent (<a
     * href="https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html">metrics</a>). ElastiCache names a
     * node after its replication group, with a number of three digits.
     */
    private static Metric usedMemory(String node) {
        return Metric.Builder.create()
                .namespace("AWS/ElastiCache")
                .metricName("DatabaseMemoryUsagePercentage")
                .dimensionsMap(Map.of("CacheClusterId", node))
                .statistic("Maximum")
                .period(PERIOD)
                .build();
    }
}
