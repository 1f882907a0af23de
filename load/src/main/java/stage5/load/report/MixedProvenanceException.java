package stage5.load.report;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown if a chart would show emulated results beside results from AWS. */
public final class MixedProvenanceException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private MixedProvenanceException(String chart, List<Series> series) {
        super("\"%s\" would mix emulated results with results from AWS: %s"
                .formatted(
                        chart,
                        series.stream()
                                .map(one -> "%s is %s".formatted(one.name(), one.provenance()))
                                .collect(Collectors.joining(", "))));
    }

    /** Throws the exception if the series of a chart differ in provenance. */
    static void check(String chart, List<Series> series) {
        if (series.stream().map(Series::provenance).distinct().count() > 1) {
            throw new MixedProvenanceException(chart, series);
        }
    }
}
