package stage5.kit.web.telemetry;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.function.ToDoubleFunction;

/**
 * Counts what becomes of the sampled spans of this process. Each ended span is in exactly one state: waiting in the queue, in
 * flight, exported, failed or dropped. Thread-safe.
 *
 * <p>The batch processor of OpenTelemetry 1.57 counts drops only for a meter provider, which Quarkus does not set, and counts
 * no failed export. The metrics have the names of the <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/otel/sdk-metrics.md">conventions of SDK
 * metrics, 1.37.0</a>.
 */
@Singleton
public class SpanCounts implements MeterBinder {

    private static final String PROCESSED = "otel.sdk.processor.span.processed";
    private static final String EXPORTED = "otel.sdk.exporter.span.exported";
    private static final String ERROR_TYPE = "error.type";

    private int capacity;
    private int batchSize;
    private long ended;
    private long waiting;
    private long inFlight;
    private long exported;
    private long failed;
    private long queueFull;
    private long afterShutdown;
    private long batches;
    private long flushes;
    private Duration flushTime = Duration.ZERO;
    private boolean stopping;
    private boolean shutDown;

    /**
     * Sets the limits of the process's memory for spans.
     *
     * @param queue the most spans that wait; further ones are dropped
     * @param batch the most spans in one request
     */
    public synchronized void limit(int queue, int batch) {
        capacity = queue;
        batchSize = batch;
    }

    /** Counts an ended span and returns whether the queue has room for it. */
    synchronized boolean admit() {
        ended++;
        if (shutDown) {
            afterShutdown++;
            return false;
        }
        if (waiting >= capacity) {
            queueFull++;
            return false;
        }
        waiting++;
        return true;
    }

    /** Moves spans from the queue into flight, and returns the counts as they are then. */
    synchronized Snapshot beginExport(int spans) {
        waiting -= spans;
        inFlight += spans;
        batches++;
        return snapshot();
    }

    /** Counts spans whose export has ended, after all attempts. */
    synchronized void endExport(int spans, boolean success) {
        inFlight -= spans;
        if (success) {
            exported += spans;
        } else {
            failed += spans;
        }
    }

    /** Marks the reports from now on: the process stops in order, and exports until then. */
    synchronized void stopping() {
        stopping = true;
    }

    /** Drops the spans that end from now on. */
    synchronized void shutDown() {
        shutDown = true;
    }

    /** Counts a flush before a response. */
    public synchronized void flushed(Duration time) {
        flushes++;
        flushTime = flushTime.plus(time);
    }

    /** Returns the counts at one point in time. */
    public synchronized Snapshot snapshot() {
        return new Snapshot(
                batches,
                ended,
                waiting,
                inFlight,
                exported,
                failed,
                queueFull + afterShutdown,
                capacity + batchSize,
                stopping,
                flushes,
                flushTime);
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        // Without an error the conventions leave out error.type, but in Prometheus all series of a name have the same
        // labels.
        counter(metrics, PROCESSED, "none", counts -> counts.inFlight + counts.exported + counts.failed);
        counter(metrics, PROCESSED, "queue_full", counts -> counts.queueFull);
        counter(metrics, PROCESSED, "already_shutdown", counts -> counts.afterShutdown);
        counter(metrics, EXPORTED, "none", counts -> counts.exported);
        counter(metrics, EXPORTED, "_OTHER", counts -> counts.failed);
        gauge(metrics, "otel.sdk.processor.span.queue.size", counts -> counts.waiting);
        gauge(metrics, "otel.sdk.exporter.span.inflight", counts -> counts.inFlight);
        FunctionCounter.builder(
                        "stage5.spans.lost",
                        this,
                        locked(counts -> counts.queueFull + counts.afterShutdown + counts.failed))
                .description("Spans that were dropped or that the collector did not accept")
                .register(metrics);
    }

    private void counter(MeterRegistry metrics, String name, String errorType, ToDoubleFunction<SpanCounts> value) {
        FunctionCounter.builder(name, this, locked(value))
                .tag(ERROR_TYPE, errorType)
                .register(metrics);
    }

    private void gauge(MeterRegistry metrics, String name, ToDoubleFunction<SpanCounts> value) {
        Gauge.builder(name, this, locked(value)).register(metrics);
    }

    private static ToDoubleFunction<SpanCounts> locked(ToDoubleFunction<SpanCounts> value) {
        return counts -> {
            synchronized (counts) {
                return value.applyAsDouble(counts);
            }
        };
    }

    /**
     * The counts at one point in time.
     *
     * @param batches the number of exports so far
     * @param ended all sampled spans that have ended: the sum of the next five
     * @param inFlight handed to the exporter, without a result so far
     * @param capacity the most spans that the process holds: waiting and in one request
     * @param stopping whether the process stops in order
     * @param flushes the number of flushes before a response
     * @param flushTime how long these took in total
     */
    public record Snapshot(
            long batches,
            long ended,
            long waiting,
            long inFlight,
            long exported,
            long failed,
            long dropped,
            int capacity,
            boolean stopping,
            long flushes,
            Duration flushTime) {

        /** Returns the number of spans that would be lost with the process. */
        public long left() {
            return waiting + inFlight;
        }

        /**
         * Returns the report that goes with a batch, so {@code inflight} is without that batch.
         *
         * @param batch the number of spans in the batch
         */
        String report(int batch) {
            StringBuilder report =
                    new StringBuilder("batch=%d ended=%d waiting=%d inflight=%d failed=%d dropped=%d capacity=%d"
                            .formatted(batches, ended, waiting, inFlight - batch, failed, dropped, capacity));
            if (flushes > 0) {
                report.append(" flushes=%d flush_us=%d".formatted(flushes, flushTime.toNanos() / 1_000));
            }
            if (stopping) {
                report.append(" stopping=true");
            }
            return report.toString();
        }
    }
}
