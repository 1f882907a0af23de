package stage5.load.gateway;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;

/** The highest of samples of the resident memory, five a second. */
final class MemoryPeak implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 200;

    private final DoubleSupplier residentMiB;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private double peak;

    MemoryPeak(DoubleSupplier residentMiB) {
        this.residentMiB = residentMiB;
        thread.scheduleAtFixedRate(this::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns the peak in MiB since the start or the last call. */
    synchronized double take() {
        sample();
        double taken = peak;
        peak = 0;
        return taken;
    }

    private synchronized void sample() {
        peak = Math.max(peak, residentMiB.getAsDouble());
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
