package stage5.load.generator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.plan.LoadModel;
import stage5.load.plan.LoadPlan;

/** Prints each second of a run, and ends a run of {@link LoadModel#STEP} after the first step that breaks the SLO. */
final class RunMonitor {

    /** Grace period before a second or a step is reported. */
    private static final Duration GRACE_PERIOD = Duration.ofSeconds(1);

    private final LoadPlan plan;
    private final RunClock clock;
    private final RequestMeasurements measurements;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile boolean over;
    private volatile Duration end;
    private long cpuAtZero = -1;
    private double cpuShare;

    RunMonitor(LoadPlan plan, RunClock clock, RequestMeasurements measurements) {
        this.plan = plan;
        this.clock = clock;
        this.measurements = measurements;
        this.end = plan.duration();
    }

    /** Starts the monitor; the clock must be set. */
    void start() {
        System.out.println(GeneratorMain.ZERO + clock.zeroMillis());
        long untilZero = -clock.now().toMillis();
        thread.scheduleAtFixedRate(this::report, untilZero, 1000, TimeUnit.MILLISECONDS);
    }

    /** Returns whether no further request is to be sent. */
    boolean isOver() {
        return over;
    }

    /** Stops the monitor and returns the measured time, from time zero to the last due request. */
    Duration stop() {
        thread.shutdownNow();
        return end;
    }

    /** Returns the generator's share of all processors since time zero, 0 to 1. */
    double cpuShare() {
        return cpuShare;
    }

    private void report() {
        Duration now = clock.now();
        if (cpuAtZero < 0) {
            cpuAtZero = cpuNanos();
            return;
        }
        if (now.compareTo(end.plus(GRACE_PERIOD)) > 0) {
            return;
        }
        cpuShare = (double) (cpuNanos() - cpuAtZero)
                / now.toNanos()
                / Runtime.getRuntime().availableProcessors();
        long second = secondBefore(now);
        LoadResult.Window window = measurements.second(second);
        System.out.println(String.format(
                Locale.ROOT,
                "%4d s  %5d/s of %5.0f  p50 %5.0f ms  p99 %5.0f ms  failed %4d  open %4d  sent late p99 %3.0f ms",
                second,
                window.sent(),
                window.rate(),
                window.p50(),
                window.p99(),
                window.failed(),
                window.sent() - window.answered() - window.failed(),
                window.lagP99()));
        if (plan.model() == LoadModel.STEP) {
            endAfterBrokenStep(second);
        }
    }

    /** Returns the second that ended at a tick of this monitor. Rounded, because a tick comes a little early or late. */
    static long secondBefore(Duration tick) {
        return Math.round(tick.minus(GRACE_PERIOD).toMillis() / 1000.0);
    }

    private void endAfterBrokenStep(long second) {
        long step = second / LoadModel.STEP_LENGTH.toSeconds() - 1;
        if (step >= 0 && !over && !measurements.step(step).isHeld()) {
            end = LoadModel.STEP_LENGTH.multipliedBy(step + 1);
            over = true;
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
