/**
 * One self-contained HTML file about a comparison: the verdict, charts as inline SVG, the tables behind them, and what the
 * figures can't know. Start with {@link stage5.load.report.Report}; {@link stage5.load.report.ReportCommand} is the command.
 */
package stage5.load.report;
