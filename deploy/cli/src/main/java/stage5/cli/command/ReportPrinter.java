package stage5.cli.command;

import java.io.PrintStream;
import stage5.cli.check.CheckReport;
import stage5.cli.check.InvariantResult;
import stage5.stack.terminal.Style;

/** Prints a report as text: a line for each invariant, and its first violations. */
final class ReportPrinter {

    private static final int SHOWN_VIOLATIONS = 10;

    private final PrintStream out;

    ReportPrinter(PrintStream out) {
        this.out = out;
    }

    void print(CheckReport report) {
        if (!report.quiet()) {
            out.println(Style.STRONG.of("The shop did not become quiet: work in progress may appear as a violation."));
        }
        report.results().forEach(this::print);
        out.println(
                report.holds()
                        ? Style.GOOD.of("Every invariant holds.")
                        : Style.BAD.of(report.results().stream()
                                        .filter(result -> !result.holds())
                                        .count()
                                + " of " + report.results().size() + " invariants are violated."));
    }

    private void print(InvariantResult result) {
        out.printf(
                "  %s %-54s %s%n",
                result.holds() ? Style.GOOD.of("✓") : Style.BAD.of("✗"), result.invariant(), result.figures());
        result.violations().stream()
                .limit(SHOWN_VIOLATIONS)
                .forEach(violation -> out.println("      " + Style.BAD.of(violation)));
        if (result.violations().size() > SHOWN_VIOLATIONS) {
            out.printf(
                    "      ... and %d more (--json prints all)%n",
                    result.violations().size() - SHOWN_VIOLATIONS);
        }
    }
}
