package stage5.cli.command;

import java.io.PrintStream;
import stage5.cli.check.Finding;
import stage5.cli.check.Report;
import stage5.cli.terminal.Style;

/** Shows a report to a person: a line a promise, and the first cases that break one. */
final class ReportPrinter {

    private static final int SHOWN_OFFENDERS = 10;

    private final PrintStream out;

    ReportPrinter(PrintStream out) {
        this.out = out;
    }

    void print(Report report) {
        if (!report.quiet()) {
            out.println(Style.STRONG.of("The shop did not come to rest: what is under way may look wrong."));
        }
        report.findings().forEach(this::print);
        out.println(
                report.holds()
                        ? Style.GOOD.of("Every promise holds.")
                        : Style.BAD.of(report.findings().stream()
                                        .filter(finding -> !finding.holds())
                                        .count()
                                + " of " + report.findings().size() + " promises are broken."));
    }

    private void print(Finding finding) {
        out.printf(
                "  %s %-54s %s%n",
                finding.holds() ? Style.GOOD.of("✓") : Style.BAD.of("✗"), finding.promise(), finding.figures());
        finding.offenders().stream()
                .limit(SHOWN_OFFENDERS)
                .forEach(offender -> out.println("      " + Style.BAD.of(offender)));
        if (finding.offenders().size() > SHOWN_OFFENDERS) {
            out.printf(
                    "      ... and %d more (--json has them all)%n",
                    finding.offenders().size() - SHOWN_OFFENDERS);
        }
    }
}
