package stage5.load.gateway;

import java.util.List;
import stage5.load.overload.Bar;

/**
 * The result of a part.
 *
 * @param bars what is required, and whether it was reached
 * @param invalid why the values do not count, a sentence each; empty if they do
 */
record PartResult(BenchPart part, List<Measurement> measurements, List<Bar> bars, List<String> invalid) {

    PartResult {
        measurements = List.copyOf(measurements);
        bars = List.copyOf(bars);
        invalid = List.copyOf(invalid);
    }
}
