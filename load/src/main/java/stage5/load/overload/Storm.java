package stage5.load.overload;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import stage5.load.compare.LocalCloudConsole;
import stage5.load.generator.GeneratorSettings;
import stage5.load.orders.MeasuredRun;
import stage5.load.plan.StormPhases;
import stage5.stack.Stack;

/** Runs a storm on a shop of this machine, and observes its queues after it. */
public final class Storm {

    private final Stack stack;
    private final MeasuredRun runs;

    public Storm(Stack stack, MeasuredRun runs) {
        this.stack = stack;
        this.runs = runs;
    }

    /** The result of a storm, and the run with it. */
    public record MeasuredStorm(MeasuredRun.Result run, StormResult storm) {}

    /** @param settings of the model {@link stage5.load.plan.LoadModel#STORM}; their rate is the one that the shop holds */
    public MeasuredStorm run(GeneratorSettings settings) throws InterruptedException {
        StormPhases phases = StormPhases.of(settings.duration());
        AtomicReference<Optional<Duration>> emptyAfter = new AtomicReference<>(Optional.empty());
        try (LocalCloudConsole console = new LocalCloudConsole(stack.ports())) {
            MeasuredRun.Result run = runs.run(
                    settings,
                    new MeasuredRun.TimedAction(
                            Duration.ofSeconds(phases.end()),
                            () -> emptyAfter.set(new QueueDrain(console::hasEmptyQueues).await(StormPhases.SILENCE))));
            return new MeasuredStorm(run, new StormResult(settings.rate(), phases, run.orders(), emptyAfter.get()));
        }
    }
}
