package stage5.load.report;

import java.util.List;

/**
 * The content of a report, for the template {@code report.html}.
 *
 * @param limitations what the comparison does not do; while there are any, the report names no winner
 * @param lead the best arm by metric; empty with limitations
 * @param costSentences the cheapest arms; empty with limitations
 * @param orderCost what one confirmed order cost in each arm; without rows if no model places only orders
 * @param chartData the CSV file with the values of all charts, beside the report
 * @param files paths of the comparison's data files, relative to the report
 */
record ReportPage(
        String provenance,
        String subtitle,
        List<String> limitations,
        List<String> lead,
        List<String> sentences,
        List<String> validity,
        List<String> costSentences,
        DataTable monthlyCost,
        List<Figure> costFigures,
        String breakEvenCaption,
        DataTable breakEvens,
        DataTable prices,
        List<Figure> figures,
        DataTable orderCost,
        List<Fact> environment,
        List<String> limits,
        String chartData,
        List<String> files) {

    /** A row of the table of the environment. */
    record Fact(String name, String value) {}
}
