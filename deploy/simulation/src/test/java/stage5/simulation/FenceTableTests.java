package stage5.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stage5.kit.events.fence.WriteFence;
import stage5.topology.FenceTable;

/** Compares the item that {@code ./stage5 aws failover} writes with the one that the services read. */
class FenceTableTests {

    @Test
    void shouldHaveTheKeysAndAttributesThatTheServicesRead() {
        assertThat(FenceTable.PARTITION).isEqualTo(WriteFence.PARTITION);
        assertThat(FenceTable.SORT).isEqualTo(WriteFence.SORT);
        assertThat(FenceTable.REGION).isEqualTo(WriteFence.REGION);
        assertThat(FenceTable.EPOCH).isEqualTo(WriteFence.EPOCH);
    }

    @Test
    void shouldHandOverAfterTheLongestLease() {
        assertThat(FenceTable.HANDOVER).isGreaterThanOrEqualTo(WriteFence.MAX_LEASE.multipliedBy(3));
    }
}
