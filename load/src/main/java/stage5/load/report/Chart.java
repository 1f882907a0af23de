package stage5.load.report;

import java.util.Map;

/** A chart that Chart.js draws (<a href="https://www.chartjs.org/docs/latest/configuration/">configuration</a>). */
interface Chart {

    /** Returns an identifier that is unique in the report. */
    String id();

    /** Returns what the chart shows, for screen readers. */
    String description();

    /** Returns the height of the drawing in CSS pixels. */
    int height();

    /** Returns the configuration of Chart.js. */
    Map<String, Object> config();
}
