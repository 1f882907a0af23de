package stage5.cli.incident;

import java.io.PrintStream;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.trace.TraceReport;
import stage5.kit.telemetry.trace.TraceText;

/** Prints the truth about an incident, with the reader's own traces. */
final class Explanation {

    private static final int LISTED = 5;

    private final Incidents incidents;
    private final IncidentShop shop;
    private final PrintStream out;

    Explanation(Incidents incidents, IncidentShop shop, PrintStream out) {
        this.incidents = incidents;
        this.shop = shop;
        this.out = out;
    }

    /** @param answer what the reader has answered; empty if there was no question */
    void print(IncidentRun run, Optional<SealedAnswer> answer) throws InterruptedException {
        Incident incident = incidents.require(run.incident());
        IncidentRun.Progress progress = run.progress();
        out.printf("%s: %s%n%n", incident.id(), incident.title());
        answer.ifPresent(given -> printAnswer(incident, given));
        out.printf(
                "Cause: %s%n%s%n",
                incident.answer().choice(), incident.answer().text().strip());
        out.printf("%nFault, from %s for %s:%n", timeOf(progress.faultsAt()), incident.timeToLive());
        incident.faults().forEach((emulator, settings) -> out.printf("  %s %s%n", emulator, settings));
        out.printf("%nIt took effect: %s%n", timeOf(progress.provedAt()));
        progress.proof().forEach(value -> out.println("  " + value));
        out.println();
        out.println("Symptoms");
        incident.symptoms().forEach(symptom -> out.println("  " + symptom));
        printAlarm(incident, progress);
        printTrace(incident, run);
        printMitigation(incident);
    }

    private void printAnswer(Incident incident, SealedAnswer answer) {
        String choice = incidents.all().stream()
                .map(Incident::answer)
                .filter(each -> answer.is(each.cause()))
                .map(Incident.Solution::choice)
                .findFirst()
                .orElse("unknown");
        boolean right = answer.is(incident.answer().cause());
        out.printf("Your answer of %s: %s. That is %s.%n%n", answer.at(), choice, right ? "right" : "wrong");
    }

    private void printAlarm(Incident incident, IncidentRun.Progress progress) {
        out.println();
        if (incident.alarm() == null) {
            out.println("Alarm: none watches this");
        } else {
            out.printf("Alarm: %s, fired: %s%n", incident.alarm().name(), timeOf(progress.alarmAt()));
        }
    }

    private void printTrace(Incident incident, IncidentRun run) throws InterruptedException {
        Instant since = run.progress().faultsAt() == null
                ? run.startedAt()
                : run.progress().faultsAt();
        out.printf("%nSpans that show it: GET %s%n", IncidentShop.path(incident.trace(), since));
        List<Span> traces = oneOfEachTrace(shop.spans(incident.trace(), since));
        traces.stream()
                .limit(LISTED)
                .forEach(span -> out.printf(
                        "  %12s  %s  %s  %s  trace %s%n",
                        TraceReport.millis(span.endNanos() - span.startNanos()),
                        span.service(),
                        span.name(),
                        span.status(),
                        span.traceId()));
        if (traces.isEmpty()) {
            out.println("  none is stored any more");
            return;
        }
        List<Span> related = shop.related(traces.getFirst().traceId());
        if (!related.isEmpty()) {
            out.printf("%n%s%n", TraceText.of(TraceReport.of(related)));
        }
    }

    /** Returns the first span of each trace, the oldest trace first: later ones show more of the effects than of the cause. */
    private static List<Span> oneOfEachTrace(List<Span> newestFirst) {
        Set<String> seen = new HashSet<>();
        return newestFirst.reversed().stream()
                .filter(span -> seen.add(span.traceId()))
                .toList();
    }

    private void printMitigation(Incident incident) throws InterruptedException {
        out.printf("Mitigation%n  %s%n", incident.mitigation().text().strip());
        incident.mitigation().commands().forEach(command -> out.println("    ./stage5 " + command));
        out.println("It has worked once an order is confirmed again (./stage5 demo), and");
        for (String value : shop.values(incident.mitigation().recovery())) {
            out.println("  " + value);
        }
    }

    private static String timeOf(Instant instant) {
        return instant == null ? "not seen" : instant.toString();
    }
}
