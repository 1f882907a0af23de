package stage5.load.report;

import java.util.List;

/** Thrown instead of drawing emulated figures beside figures from AWS. */
public final class MixedProvenanceException extends RuntimeException {

    MixedProvenanceException(String chart, List<Series> series) {
        super("\"%s\" would mix emulated figures with figures from AWS: %s"
                .formatted(
                        chart,
                        String.join(
                                ", ",
                                series.stream()
                                        .map(one -> "%s is %s".formatted(one.name(), one.provenance()))
                                        .toList())));
    }
}
