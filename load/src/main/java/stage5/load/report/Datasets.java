package stage5.load.report;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Builds datasets of Chart.js. A dataset with an empty label does not appear in the legend. */
final class Datasets {

    static final String BLACK = "#1a1a1a";

    private static final int DIGITS = 5;

    private Datasets() {}

    /** Returns a line through points, without markers. */
    static Map<String, Object> line(String label, String colour, List<List<Double>> points) {
        Map<String, Object> line = new LinkedHashMap<>();
        line.put("type", "line");
        line.put("label", label);
        line.put("data", points);
        line.put("borderColor", colour);
        line.put("backgroundColor", colour);
        line.put("borderWidth", 2);
        line.put("pointRadius", 0);
        return line;
    }

    /** Returns the markers of a series; joined by its dashed line, only some points have a marker. */
    static Map<String, Object> series(Series series, boolean joined, List<List<Double>> points) {
        SeriesStyle style = series.style();
        Map<String, Object> dataset = line(series.name(), style.colour(), points);
        dataset.put("borderDash", style.dashes());
        dataset.put("showLine", joined);
        dataset.put("pointStyle", style.marker().pointStyle());
        dataset.put("pointRotation", style.marker().rotation());
        dataset.put("pointRadius", joined ? 4 : 6);
        dataset.put("sparseMarkers", joined);
        return dataset;
    }

    /** Returns an empty point, which interrupts a line. */
    static List<Double> gap() {
        return Arrays.asList(null, null);
    }

    /** Returns a point, rounded to {@value #DIGITS} digits. */
    static List<Double> point(double x, double y) {
        return List.of(NumberText.rounded(x, DIGITS), NumberText.rounded(y, DIGITS));
    }
}
