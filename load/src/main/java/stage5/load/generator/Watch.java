package stage5.load.generator;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import stage5.load.plan.Model;
import stage5.load.plan.Plan;

/** Follows a run: tells each second how it goes, and ends a run of {@link Model#STEP} at the step that is not held. */
final class Watch {

    /** How long an answer may take that a second, or a step, is told of without. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    private final Plan plan;
    private final RunClock clock;
    private final Measurements measurements;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());
    private volatile boolean over;
    private volatile Duration end;
    private long cpuAtZero = -1;
    private double cpuShare;

    Watch(Plan plan, RunClock clock, Measurements measurements) {
        this.plan = plan;
        this.clock = clock;
        this.measurements = measurements;
        this.end = plan.duration();
    }

    /** Begins; the clock is set. */
    void start() {
        System.out.println(GeneratorMain.ZERO + clock.zeroMillis());
        long untilZero = -clock.now().toMillis();
        thread.scheduleAtFixedRate(this::look, untilZero, 1000, TimeUnit.MILLISECONDS);
    }

    /** Returns whether nobody shall be sent any more. */
    boolean isOver() {
        return over;
    }

    /** Returns how long the run took that was measured, up to the last request that was due. */
    Duration stop() {
        thread.shutdownNow();
        return end;
    }

    /** Returns the generator's share of all processors, from time zero to the last request. */
    double cpuShare() {
        return cpuShare;
    }

    private void look() {
        Duration now = clock.now();
        if (cpuAtZero < 0) {
            cpuAtZero = cpuNanos();
            return;
        }
        if (now.compareTo(end.plus(AFTERMATH)) > 0) {
            return;
        }
        cpuShare = (double) (cpuNanos() - cpuAtZero)
                / now.toNanos()
                / Runtime.getRuntime().availableProcessors();
        long second = now.minus(AFTERMATH).toSeconds();
        LoadResult.Window seen = measurements.second(second);
        System.out.println(String.format(
                Locale.ROOT,
                "%4d s  %5d/s of %5.0f  p50 %5.0f ms  p99 %5.0f ms  failed %4d  open %4d  sent late p99 %3.0f ms",
                second,
                seen.sent(),
                seen.rate(),
                seen.p50(),
                seen.p99(),
                seen.failed(),
                seen.sent() - seen.answered() - seen.failed(),
                seen.lagP99()));
        if (plan.model() == Model.STEP) {
            endAfterABrokenStep(now);
        }
    }

    private void endAfterABrokenStep(Duration now) {
        long step = now.minus(AFTERMATH).toSeconds() / Model.STEP_LENGTH.toSeconds() - 1;
        if (step >= 0 && !over && !measurements.step(step).isHeld()) {
            end = Model.STEP_LENGTH.multipliedBy(step + 1);
            over = true;
        }
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }
}
