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
import stage5.load.generator.LoadException;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;

/** Starts and stops the services of one arm; the local cloud is shared by all arms. */
final class ArmShop {

    private final Stack stack;
    private final Arm arm;

    ArmShop(Stack stack, Arm arm) {
        this.stack = stack.of(arm.kind().build(), arm.artifacts());
        this.arm = arm;
    }

    /**
     * The start-up times of the services.
     *
     * @param firstAnswer until the gateway's first successful response; from the start of the processes, for functions
     *     from the end of the deployment
     * @param ready until each container's first successful readiness check; empty for functions
     */
    record Start(Duration firstAnswer, Map<Component, Duration> ready) {}

    boolean isFunctions() {
        return arm.kind().form() == Form.LAMBDA;
    }

    /** Fails if a process of another arm still listens on a service's port. */
    void requireAlone() {
        stack.requireServicePortsFree();
    }

    /** Starts new processes, or deploys functions; does not wait until they are ready. */
    void launch() throws InterruptedException {
        stack.launchServices(arm.forms());
    }

    /** Starts the services, waits until all are ready and returns their start-up times. */
    Start start() throws InterruptedException {
        long launched = System.nanoTime();
        launch();
        long since = isFunctions() ? System.nanoTime() : launched;
        try (ReadinessProbe probe = new ReadinessProbe();
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Duration> first = threads.submit(() -> probe.firstAnswer(listing(), since));
            Map<Component, Future<Duration>> pending = new EnumMap<>(Component.class);
            if (!isFunctions()) {
                Component.services()
                        .forEach(service -> pending.put(
                                service,
                                threads.submit(() -> probe.firstAnswer(
                                        stack.ports().address(service).resolve(service.health()), since))));
            }
            Map<Component, Duration> ready = new EnumMap<>(Component.class);
            for (Map.Entry<Component, Future<Duration>> entry : pending.entrySet()) {
                ready.put(entry.getKey(), entry.getValue().get());
            }
            return new Start(first.get(), ready);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof LoadException known
                    ? known
                    : new IllegalStateException("The readiness probe failed", e.getCause());
        }
    }

    /** Stops all services of the arm and waits for their end. */
    void stop() throws InterruptedException {
        stack.stopServices(ProgressListener.silent());
    }

    /** Returns a new meter of the processes' CPU and memory. */
    ProcessUsageMeter meter() {
        return new ProcessUsageMeter(stack, isFunctions());
    }

    /** Returns the invocations that ended from one instant until before the other; none for containers. */
    List<Invocation> invocations(LocalCloudConsole console, Instant from, Instant to) throws InterruptedException {
        return isFunctions() ? console.invocations(from, to) : List.of();
    }

    /** Returns a meter of the AWS services that the arm consumes. */
    ConsumptionMeter consumption(LocalCloudConsole console) {
        return new ConsumptionMeter(stack, console);
    }

    private URI listing() {
        return stack.ports().gateway().resolve("/api/products?limit=1");
    }
}
