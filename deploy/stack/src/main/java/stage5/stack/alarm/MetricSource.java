package stage5.stack.alarm;

import java.time.Duration;
import java.util.SortedMap;

/** Datapoints of metrics. A datapoint belongs to a period: that with number n begins n periods after second 0. */
public interface MetricSource {

    /** Returns the datapoints from the first to the last period, inclusive; a period without data is missing. */
    SortedMap<Long, Double> datapoints(MetricStat metric, long first, long last);

    /** Returns the first period of that length of which the source has data of any metric. */
    long firstPeriod(Duration length);
}
