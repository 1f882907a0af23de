package stage5.local.meter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class PartitionKeyCountersTests {

    private final PartitionKeyCounters counters = new PartitionKeyCounters(10);

    @Test
    void shouldReportTheKeysWithTheMostUnitsFirst() {
        add("cold", 1, 0);
        add("read", 5, 0);
        add("written", 0, 7);
        add("read", 3, 0);

        assertThat(counters.report(2).keys())
                .containsExactly(
                        new PartitionKeyUsage("orders", null, "pk", "read", 8, 0, 2),
                        new PartitionKeyUsage("orders", null, "pk", "written", 0, 7, 1));
        assertThat(counters.report(2).counted()).isEqualTo(3);
    }

    @Test
    void shouldTellATablesKeyFromAnIndexKey_whenTheirValuesAreEqual() {
        counters.add("orders", null, "pk", "1", 0, 1);
        counters.add("orders", "due", "pk", "1", 0, 2);

        assertThat(counters.report(10).keys())
                .extracting(PartitionKeyUsage::index)
                .containsExactly("due", null);
    }

    @Test
    void shouldKeepHotKeysExactAndLoseNoUnit_whenThereAreMoreKeysThanFit() {
        for (int i = 0; i < 1_000; i++) {
            add("cold-" + i, 0.5, 1);
            add("hot", 1, 2);
        }

        PartitionKeyReport report = counters.report(100);

        assertThat(report.keys().getFirst())
                .isEqualTo(new PartitionKeyUsage("orders", null, "pk", "hot", 1_000, 2_000, 1_000));
        assertThat(report.counted()).isLessThan(20);
        assertThat(sum(report, false)).isEqualTo(1_500);
        assertThat(sum(report, true)).isEqualTo(3_000);
        assertThat(report.other().requests()
                        + report.keys().stream()
                                .mapToLong(PartitionKeyUsage::requests)
                                .sum())
                .isEqualTo(2_000);
    }

    private static double sum(PartitionKeyReport report, boolean writes) {
        double other = writes ? report.other().writeUnits() : report.other().readUnits();
        return other
                + report.keys().stream()
                        .mapToDouble(writes ? PartitionKeyUsage::writeUnits : PartitionKeyUsage::readUnits)
                        .sum();
    }

    @Test
    void shouldBeEmpty_whenReset() {
        for (int i = 0; i < 50; i++) {
            add("key-" + i, 1, 1);
        }

        counters.reset();

        assertThat(counters.report(10))
                .isEqualTo(new PartitionKeyReport(List.of(), 0, new PartitionKeyReport.Sum(0, 0, 0)));
    }

    private void add(String key, double readUnits, double writeUnits) {
        counters.add("orders", null, "pk", key, readUnits, writeUnits);
    }
}
