package stage5.kit.telemetry.ledger;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import stage5.kit.telemetry.Span;

/**
 * Compares what processes have counted with the spans that arrived: ended = stored + waiting + in flight + dropped + failed +
 * missing. Thread-safe.
 */
public final class SpanLedger {

    /** Each needs some 2 KB: a function that scales out has hundreds of processes. */
    private static final int MAX_PROCESSES = 10_000;

    /** In a millisecond. */
    private static final double MICROS = 1_000;

    private final InstantSource clock;
    private final Map<Process, Account> accounts = new LinkedHashMap<>();
    private long unreported;

    public SpanLedger(InstantSource clock) {
        this.clock = clock;
    }

    /**
     * Adds the spans of one process that arrived in one request.
     *
     * @param service {@code service.name}
     * @param instance {@code service.instance.id}; null if the spans have none
     */
    public synchronized void add(String service, String instance, List<Span> spans) {
        Process process = new Process(service, instance);
        boolean isKnown = accounts.containsKey(process);
        if (instance == null || spans.isEmpty() || !isKnown && accounts.size() >= MAX_PROCESSES) {
            unreported += spans.size();
            return;
        }
        List<SpanReport> reports =
                spans.stream().map(SpanReport::of).flatMap(Optional::stream).toList();
        accounts.computeIfAbsent(process, first -> new Account()).add(reports, spans.size(), clock.instant());
    }

    /** Returns the balance of all processes so far. */
    public synchronized Report report() {
        List<Balance> balances = accounts.entrySet().stream()
                .map(account -> account.getValue().balance(account.getKey()))
                .toList();
        return new Report(
                balances.stream().mapToLong(Balance::ended).sum(),
                balances.stream().mapToLong(Balance::stored).sum(),
                balances.stream().mapToLong(Balance::waiting).sum(),
                balances.stream().mapToLong(Balance::inFlight).sum(),
                balances.stream().mapToLong(Balance::dropped).sum(),
                balances.stream().mapToLong(Balance::failed).sum(),
                balances.stream().mapToLong(Balance::missing).sum(),
                unreported,
                balances);
    }

    private record Process(String service, String instance) {}

    /**
     * The balance of all processes: sums, and each process.
     *
     * @param unreported spans of processes that report nothing; part of no sum
     */
    public record Report(
            long ended,
            long stored,
            long waiting,
            long inFlight,
            long dropped,
            long failed,
            long missing,
            long unreported,
            List<Balance> processes) {}

    /**
     * The balance of a process at its last report.
     *
     * @param ended sampled spans that had ended
     * @param stored spans that arrived, each counted once
     * @param waiting in the process's queue
     * @param inFlight sent without a response so far
     * @param dropped by the full queue, or after the shutdown
     * @param failed not accepted. A request whose response was lost fails, and arrives: then the sum is larger than ended
     * @param missing neither arrived nor accounted for by the process; 0 unless something between loses spans
     * @param sentAgain spans that arrived a second time
     * @param stopped whether the process has stopped in order
     * @param unreportedAtMost the most spans of the process that a kill since the last report can have lost: what it holds in
     *     memory. 0 if it has stopped in order
     * @param lastReport null if none has arrived
     * @param flushes before responses of a function; 0 in a container
     * @param meanFlushMillis the mean time of a flush; 0 without one
     */
    public record Balance(
            String service,
            String instance,
            long ended,
            long stored,
            long waiting,
            long inFlight,
            long dropped,
            long failed,
            long missing,
            long sentAgain,
            boolean stopped,
            long unreportedAtMost,
            Instant lastReport,
            long flushes,
            double meanFlushMillis) {}

    /** The spans and the latest report of one process. */
    private static final class Account {

        private final RecentBatches batches = new RecentBatches();
        private SpanReport latest;
        private Instant at;
        private long stored;
        private long sentAgain;

        void add(List<SpanReport> reports, int spans, Instant now) {
            long fresh = reports.stream()
                    .filter(report -> batches.add(report.batch()))
                    .count();
            if (!reports.isEmpty() && fresh == 0) {
                sentAgain += spans;
                return;
            }
            stored += spans;
            for (SpanReport report : reports) {
                if (latest == null || report.batch() > latest.batch()) {
                    latest = report;
                    at = now;
                }
            }
        }

        Balance balance(Process process) {
            SpanReport last = latest == null ? new SpanReport(0, 0, 0, 0, 0, 0, 0, false, 0, 0) : latest;
            long accounted = stored + last.waiting() + last.inFlight() + last.dropped() + last.failed();
            return new Balance(
                    process.service(),
                    process.instance(),
                    last.ended(),
                    stored,
                    last.waiting(),
                    last.inFlight(),
                    last.dropped(),
                    last.failed(),
                    Math.max(0, last.ended() - accounted),
                    sentAgain,
                    last.stopping(),
                    last.inFlight() + (last.stopping() ? last.waiting() : last.capacity()),
                    at,
                    last.flushes(),
                    last.flushes() == 0 ? 0 : last.flushMicros() / MICROS / last.flushes());
        }
    }
}
