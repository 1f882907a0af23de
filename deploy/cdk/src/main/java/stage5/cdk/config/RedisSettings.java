package stage5.cdk.config;

/**
 * The Redis data plane.
 *
 * @param nodeType what ElastiCache calls the size of a node
 * @param replicas besides the primary; with one or more a failed primary is replaced by itself
 * @param snapshotDays how many daily snapshots are kept
 */
public record RedisSettings(String nodeType, int replicas, int snapshotDays) {}
