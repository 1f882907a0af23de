package stage5.cdk.config;

/**
 * Settings of each of the two Redis clusters.
 *
 * @param nodeType ElastiCache node type
 * @param replicas in addition to the primary; with at least one, failover is automatic
 * @param snapshotDays retention of daily snapshots, in days
 */
public record RedisSettings(String nodeType, int replicas, int snapshotDays) {}
