package stage5.topology;

import java.time.Duration;

/**
 * The global table that names the region that may write, in an environment with two or more regions. It has one item. {@code
 * ./stage5 aws failover} changes it, and service-kit's write fence reads it.
 */
public final class FenceTable {

    public static final String NAME = "stage5-fence";

    /** The environment variable with the table's name; without it a service has no fence. */
    public static final String VARIABLE = "STAGE5_FENCE_TABLE";

    /** The keys of the item. */
    public static final String PARTITION = "FENCE";

    public static final String SORT = "WRITER";

    /** The attribute with the region that may write; missing while no region may. */
    public static final String REGION = "region";

    /** The attribute with the number of the failover, which only grows. */
    public static final String EPOCH = "epoch";

    /**
     * How long a failover lets no region write. A service's read of the table allows writes for up to 10 s, and a write of
     * DynamoDB lasts up to 2 s; the rest is a margin for a process that stops in between.
     */
    public static final Duration HANDOVER = Duration.ofSeconds(30);

    private FenceTable() {}
}
