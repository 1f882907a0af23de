package stage5.kit.telemetry.flows;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import stage5.kit.telemetry.Span;

/**
 * Checks the flows in a stream of spans. A flow is judged when its time is over, because a span too many may arrive late, and
 * is then forgotten: memory is needed for flows in progress only. Flows that begin alike are
 * compared with each of their contracts; the one with the fewest differences applies.
 *
 * <p>Thread-safe.
 */
public final class FlowMonitor {

    private static final int KEPT_FINDINGS = 200;
    private static final int KEPT_SPANS = 500_000;

    /** Spans of other kinds of calls are part of no contract. */
    private static final Set<String> DATABASES = Set.of("aws.dynamodb", "redis");

    /**
     * How long spans are kept after the flows that they belong to are judged. The parent of a flow's span may belong to a flow that
     * began a little earlier: a request to SNS carries events of several, and is in the trace of the first.
     */
    private static final Duration KEPT_AFTERWARDS = Duration.ofSeconds(10);

    /** How many spans arrive between two checks. */
    private static final int CHECK_EVERY = 5_000;

    private final List<FlowContract> contracts;
    private final FlowChecker checker;
    private final Duration within;
    private final SpanGraph graph = new SpanGraph();
    private final Queue<Span> arrived = new ArrayDeque<>();
    private final Map<String, Span> open = new LinkedHashMap<>(); // the first spans of flows, by id
    private final Tally judged = new Tally();
    private long latestEnd;
    private int unchecked;
    private long dropped;

    /**
     * Creates a monitor.
     *
     * @param within the time in which a flow has to be complete, by the clock of the spans
     */
    public FlowMonitor(List<FlowContract> contracts, AsyncMode mode, Duration within) {
        this.contracts = List.copyOf(contracts);
        this.checker = new FlowChecker(graph, mode);
        this.within = within;
    }

    /** Adds spans as they arrive, in any order. */
    public synchronized void add(List<Span> spans) {
        for (Span span : spans) {
            if (span.attributes().get("db.system.name") instanceof String database && DATABASES.contains(database)) {
                continue;
            }
            if (graph.size() >= KEPT_SPANS) {
                dropped++;
                continue;
            }
            add(span);
        }
        if (unchecked >= CHECK_EVERY) {
            judge(latestEnd - within.toNanos());
        }
    }

    private void add(Span span) {
        graph.add(List.of(span));
        arrived.add(span);
        latestEnd = Math.max(latestEnd, span.endNanos());
        unchecked++;
        if (contracts.stream().anyMatch(contract -> contract.isBegunBy(span))) {
            open.put(span.spanId(), span);
        }
    }

    /** Judges the flows that began before a time, and forgets the spans that no later flow refers to. */
    private void judge(long time) {
        unchecked = 0;
        for (Iterator<Span> firsts = open.values().iterator(); firsts.hasNext(); ) {
            Span first = firsts.next();
            if (first.endNanos() <= time) {
                judged.add(best(first));
                firsts.remove();
            }
        }
        long forgotten = time - KEPT_AFTERWARDS.toNanos();
        while (!arrived.isEmpty() && arrived.peek().endNanos() <= forgotten) {
            graph.remove(List.of(arrived.remove()));
        }
    }

    private FlowChecker.Result best(Span first) {
        return contracts.stream()
                .filter(contract -> contract.isBegunBy(first))
                .map(contract -> checker.check(contract, first))
                .min(Comparator.comparingInt(result -> result.findings().size()))
                .orElseThrow();
    }

    /** Returns the result so far, for flows whose time is over. */
    public synchronized Report report() {
        judge(latestEnd - within.toNanos());
        return judged.report(open.size(), dropped);
    }

    /** Returns the result that there would be if no further span arrived. */
    public synchronized Report reportAsIfOver() {
        Tally all = new Tally(judged);
        open.values().forEach(first -> all.add(best(first)));
        return all.report(0, dropped);
    }

    /** Counts flows. */
    private static final class Tally {

        private final Map<String, Long> satisfied = new TreeMap<>();
        private final Map<String, Long> broken = new TreeMap<>();
        private final List<FlowFinding> findings = new ArrayList<>();

        Tally() {}

        Tally(Tally copied) {
            satisfied.putAll(copied.satisfied);
            broken.putAll(copied.broken);
            findings.addAll(copied.findings);
        }

        void add(FlowChecker.Result result) {
            (result.findings().isEmpty() ? satisfied : broken).merge(result.flow(), 1L, Long::sum);
            result.findings().stream()
                    .limit(Math.max(0, KEPT_FINDINGS - findings.size()))
                    .forEach(findings::add);
        }

        Report report(int open, long dropped) {
            return new Report(new TreeMap<>(satisfied), new TreeMap<>(broken), open, dropped, List.copyOf(findings));
        }
    }

    /**
     * The result of a stream.
     *
     * @param satisfied the number of flows that satisfy their contract, by flow
     * @param broken the number of flows that do not
     * @param open the number of flows in progress
     * @param dropped the number of spans beyond the memory's limit
     * @param findings what is wrong with the first broken flows
     */
    public record Report(
            Map<String, Long> satisfied,
            Map<String, Long> broken,
            int open,
            long dropped,
            List<FlowFinding> findings) {}
}
