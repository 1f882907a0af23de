package stage5.load.report;

import java.util.List;
import stage5.load.results.Provenance;

/** A named series of points, and where they were measured. */
record Series(String name, Provenance provenance, SeriesStyle style, List<Point> points) {

    Series {
        points = List.copyOf(points);
    }
}
