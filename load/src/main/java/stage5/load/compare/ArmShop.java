package stage5.load.compare;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import stage5.cli.stack.Form;
import stage5.cli.stack.Part;
import stage5.cli.stack.Stack;
import stage5.cli.terminal.Progress;
import stage5.load.generator.LoadException;

/** The services of one arm, beside a local cloud that is the same for all arms. */
final class ArmShop {

    private final Stack stack;
    private final Arm arm;

    ArmShop(Stack stack, Arm arm) {
        this.stack = stack.of(arm.kind().build(), arm.artifacts());
        this.arm = arm;
    }

    /**
     * How the services came up.
     *
     * @param firstAnswer until the gateway had answered a listing; from the start of the processes, or, as functions, once
     *     they were deployed
     * @param ready until each container said that it was ready; empty for functions
     */
    record Start(Duration firstAnswer, Map<Part, Duration> ready) {}

    boolean isFunctions() {
        return arm.kind().form() == Form.LAMBDA;
    }

    /** Returns normally if nothing is left of another arm that would answer in this one's place. */
    void requireAlone() {
        stack.requireServicePortsFree();
    }

    /** Launches new processes, or deploys functions of which nothing runs yet; returns without waiting for them. */
    void launch() throws InterruptedException {
        stack.launchServices(arm.forms());
    }

    /** Returns how the services came up, which are launched here, once all of them are. */
    Start start() throws InterruptedException {
        long launched = System.nanoTime();
        launch();
        long since = isFunctions() ? System.nanoTime() : launched;
        try (Prober prober = new Prober();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Duration> first = threads.submit(() -> prober.firstAnswer(listing(), since));
            Map<Part, Future<Duration>> asked = new EnumMap<>(Part.class);
            if (!isFunctions()) {
                Part.services()
                        .forEach(part -> asked.put(
                                part,
                                threads.submit(() -> prober.firstAnswer(
                                        stack.ports().address(part).resolve(part.health()), since))));
            }
            Map<Part, Duration> ready = new EnumMap<>(Part.class);
            for (Map.Entry<Part, Future<Duration>> one : asked.entrySet()) {
                ready.put(one.getKey(), one.getValue().get());
            }
            return new Start(first.get(), ready);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LoadException known
                    ? known
                    : new IllegalStateException("The shop was not asked", e.getCause());
        }
    }

    /** Returns once nothing of the arm runs any more. */
    void stop() throws InterruptedException {
        stack.stopServices(Progress.silent());
    }

    /** Returns the meter of what its processes use. */
    UsageMeter meter() {
        return new UsageMeter(stack, isFunctions());
    }

    /** Returns the invocations of its functions that ended between the two; none of containers. */
    List<Invocation> invocations(LocalConsole console, Instant from, Instant to) throws InterruptedException {
        return isFunctions() ? console.invocations(from, to) : List.of();
    }

    /** Returns the meter of what its services consume of the local cloud. */
    ConsumptionMeter consumption(LocalConsole console) {
        return new ConsumptionMeter(stack, console);
    }

    private URI listing() {
        return stack.ports().gateway().resolve("/api/products?limit=1");
    }
}
