package stage5.load.cost;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A Fargate task size, with its memory options in ascending order
 * (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-cpu-memory-error.html).
 */
record TaskSize(BigDecimal vcpu, List<BigDecimal> memoriesGb) {

    private static final List<TaskSize> ALL = List.of(
            new TaskSize(new BigDecimal("0.25"), gigabytes("0.5", "1", "2")),
            new TaskSize(new BigDecimal("0.5"), gigabytes("1", "2", "3", "4")),
            new TaskSize(BigDecimal.ONE, gigabytes("2", "3", "4", "5", "6", "7", "8")),
            new TaskSize(
                    BigDecimal.TWO, gigabytes("4", "5", "6", "7", "8", "9", "10", "11", "12", "13", "14", "15", "16")),
            new TaskSize(new BigDecimal("4"), gigabytes("8", "9", "10", "12", "14", "16", "20", "24", "30")));

    /** Returns the sizes with at least the given vCPUs. */
    static List<TaskSize> from(BigDecimal vcpu) {
        return ALL.stream().filter(size -> size.vcpu.compareTo(vcpu) >= 0).toList();
    }

    /** Returns the smallest sufficient memory option; empty if none is sufficient. */
    Optional<BigDecimal> memoryFor(BigDecimal gigabytes) {
        return memoriesGb.stream()
                .filter(memory -> memory.compareTo(gigabytes) >= 0)
                .findFirst();
    }

    private static List<BigDecimal> gigabytes(String... sizes) {
        return List.of(sizes).stream().map(BigDecimal::new).toList();
    }
}
