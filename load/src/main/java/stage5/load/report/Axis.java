package stage5.load.report;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An axis of a chart.
 *
 * @param end the upper end, NaN to fit the values
 */
record Axis(String name, boolean logarithmic, double end) {

    Axis(String name, boolean logarithmic) {
        this(name, logarithmic, Double.NaN);
    }

    /** Returns the configuration of a scale of Chart.js. */
    Map<String, Object> config() {
        Map<String, Object> scale = new LinkedHashMap<>();
        scale.put("type", logarithmic ? "logarithmic" : "linear");
        scale.put("title", Map.of("display", true, "text", name));
        if (!logarithmic) {
            scale.put("beginAtZero", true);
        }
        if (!Double.isNaN(end)) {
            scale.put("max", end);
        }
        return scale;
    }
}
