package stage5.load.compare;

import java.util.Locale;
import stage5.load.statistics.Direction;

/** The metrics of a comparison, with unit and better direction. */
public enum Metric {
    START_TO_FIRST_ANSWER("ms", Direction.LOWER),
    START_TO_READY("ms", Direction.LOWER),
    WARM_UP_RUNS("1", Direction.LOWER),
    LATENCY_P50("ms", Direction.LOWER),
    LATENCY_P90("ms", Direction.LOWER),
    LATENCY_P95("ms", Direction.LOWER),
    LATENCY_P99("ms", Direction.LOWER),
    LATENCY_P999("ms", Direction.LOWER),
    LATENCY_MEAN("ms", Direction.LOWER),
    ORDER_SETTLED_P50("ms", Direction.LOWER),
    ORDER_SETTLED_P99("ms", Direction.LOWER),
    REQUESTS("1", Direction.NEITHER),
    ERROR_SHARE("1", Direction.LOWER),
    ORDERS("1", Direction.NEITHER),
    THROUGHPUT("1/s", Direction.HIGHER),
    THROUGHPUT_AT_SLO("1/s", Direction.HIGHER),
    INVOCATIONS("1", Direction.NEITHER),
    COLD_STARTS("1", Direction.LOWER),
    COLD_START_SHARE("1", Direction.LOWER),
    COLD_START_P50("ms", Direction.LOWER),
    COLD_START_P99("ms", Direction.LOWER),
    CPU_SECONDS("s", Direction.LOWER),
    CPU_SECONDS_PER_1000_REQUESTS("s", Direction.LOWER),
    CPU_SECONDS_PER_1000_ORDERS("s", Direction.LOWER),
    GB_SECONDS("GB s", Direction.LOWER),
    GB_SECONDS_PER_1000_REQUESTS("GB s", Direction.LOWER),
    GB_SECONDS_PER_1000_ORDERS("GB s", Direction.LOWER),
    BILLED_MS("ms", Direction.LOWER),
    READ_UNITS("1", Direction.LOWER),
    WRITE_UNITS("1", Direction.LOWER),
    DYNAMODB_CALLS("1", Direction.LOWER),
    SNS_CALLS("1", Direction.LOWER),
    SQS_CALLS("1", Direction.LOWER),
    PUBLISHES("1", Direction.LOWER),
    DELIVERIES("1", Direction.LOWER),
    LOG_BYTES("B", Direction.LOWER),
    SPAN_BYTES("B", Direction.LOWER),
    TRACES("1", Direction.NEITHER),
    RESIDENT_MEMORY("MiB", Direction.LOWER),
    PEAK_MEMORY("MiB", Direction.LOWER),
    SCALE_OUT_TIME("s", Direction.LOWER),
    SECONDS("s", Direction.NEITHER);

    private final String unit;
    private final Direction better;

    Metric(String unit, Direction better) {
        this.unit = unit;
        this.better = better;
    }

    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String unit() {
        return unit;
    }

    public Direction better() {
        return better;
    }
}
