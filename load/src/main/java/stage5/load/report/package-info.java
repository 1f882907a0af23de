/**
 * Writes a comparison's HTML report: verdict, cost, charts by Chart.js, environment and limits. Start with
 * {@link stage5.load.report.Report}; the command is {@link stage5.load.report.ReportCommand}.
 */
package stage5.load.report;
