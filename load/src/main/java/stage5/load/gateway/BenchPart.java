package stage5.load.gateway;

import java.util.Locale;

/** A part of the benchmark, which starts with a new process of the gateway. */
public enum BenchPart {
    /** Throughput, latency and CPU time beside nginx. */
    THROUGHPUT,
    /** Throughput at several rates of sampling. */
    TRACING,
    /** Memory with many idle event streams. */
    STREAMS,
    /** One slow upstream among others. */
    SLOW,
    /** Ten times the rated load. */
    FLOOD;

    /** Returns the name in options and results. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
