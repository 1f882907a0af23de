package stage5.local.redis;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;

/** Runs the failovers that are set, one after the other, in a thread of its own. */
final class Failovers implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Failovers.class.getName());

    private static final String FAILOVERS = "failovers";
    private static final String LOST_BYTES = "lostBytes";
    private static final String PAUSES = "pauses";
    private static final Duration SAMPLING = Duration.ofMillis(50);

    private final FaultControl<RedisFault> control;
    private final Server server;
    private volatile FaultActivation<RedisFault> current;

    /** The server that fails over. */
    interface Server {

        /**
         * Stops Redis, loses data and starts it again. Does nothing if it does not run.
         *
         * @param canceled checked meanwhile; once true, Redis starts at once
         * @return the number of lost bytes of the append-only file; negative if Redis did not run
         */
        long failOver(RedisFault.Loss loss, Duration downTime, BooleanSupplier canceled)
                throws IOException, InterruptedException;

        /** Records the current size of the append-only file. */
        void sample() throws IOException;
    }

    /** @param name the server's name in the console's API */
    Failovers(String name, Server server) {
        this.server = server;
        this.control = new FaultControl<>(
                name, RedisFault.class, RedisFault.NONE, List.of(FAILOVERS, LOST_BYTES), InstantSource.system());
        control.onChange(this::start);
    }

    FaultControl<RedisFault> control() {
        return control;
    }

    private void start(FaultActivation<RedisFault> activation) {
        current = activation; // cancels the failovers of the last activation
        if (activation.settings().failovers() > 0) {
            Thread.ofVirtual().name("redis-failovers").start(() -> run(activation));
        }
    }

    private void run(FaultActivation<RedisFault> activation) {
        RedisFault fault = activation.settings();
        BooleanSupplier canceled = () -> current != activation;
        try {
            for (int i = 0; i < fault.failovers() && !canceled.getAsBoolean(); i++) {
                int pause = fault.periodMillis() / 2 + activation.upTo(PAUSES, fault.periodMillis());
                if (awaitNext(Duration.ofMillis(pause), canceled)) {
                    failOver(activation, canceled);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            LOG.log(WARNING, "A failover of Redis has failed; there are no more", e);
        }
    }

    private void failOver(FaultActivation<RedisFault> activation, BooleanSupplier canceled)
            throws IOException, InterruptedException {
        RedisFault fault = activation.settings();
        long lostBytes = server.failOver(fault.lose(), Duration.ofMillis(fault.downMillis()), canceled);
        if (lostBytes >= 0) {
            activation.count(FAILOVERS, 1);
            activation.count(LOST_BYTES, lostBytes);
        }
    }

    /** Returns whether the time is over without a cancellation. Samples the append-only file meanwhile. */
    private boolean awaitNext(Duration time, BooleanSupplier canceled) throws IOException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        for (long rest = time.toNanos(); rest > 0 && !canceled.getAsBoolean(); rest = end - System.nanoTime()) {
            server.sample();
            Thread.sleep(Duration.ofNanos(Math.min(rest, SAMPLING.toNanos())));
        }
        return !canceled.getAsBoolean();
    }

    /** Cancels the failovers that are due. One that has begun is completed. */
    @Override
    public void close() {
        current = null;
    }
}
