package stage5.load.report;

import java.util.List;
import stage5.load.results.Provenance;

/** Points that belong together, and where they come from. */
record Series(String name, Provenance provenance, Look look, List<Point> points) {

    Series {
        points = List.copyOf(points);
    }
}
