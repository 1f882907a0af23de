package stage5.load.ordercost;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import stage5.load.compare.ProcessTimes;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.RunState;
import stage5.stack.Stack;
import stage5.topology.Topology;

/**
 * The CPU time of a stack's processes. The local cloud's child processes have names of their own; the execution environments
 * of a function count for its service. Samples twice a second, so that of a process that ends at most half a second is lost.
 */
final class ProcessCpu implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 500;
    private static final double MILLIS = 1000;
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

    private final Stack stack;
    private final Map<String, String> functions = new HashMap<>();
    private final Map<Long, String> names = new HashMap<>();
    private final Map<Long, Double> latest = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    ProcessCpu(Stack stack) {
        this.stack = stack;
        Topology topology = Topology.load();
        for (Component service : Component.services()) {
            topology.of(service.label())
                    .functions()
                    .forEach(function -> functions.put(function.name(), service.label()));
        }
    }

    /** Starts to sample. */
    void start() {
        thread.scheduleAtFixedRate(this::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns the CPU milliseconds of all processes since they started, by name; ended ones included. */
    synchronized Map<String, Double> millis() {
        sample();
        Map<String, Double> millis = new HashMap<>();
        latest.forEach((pid, seconds) -> millis.merge(names.get(pid), seconds * MILLIS, Double::sum));
        return millis;
    }

    /** Returns whether a process of that name is a service. */
    static boolean isService(String name) {
        return Component.services().stream().anyMatch(service -> service.label().equals(name));
    }

    private synchronized void sample() {
        stack.running().ifPresent(run -> {
            for (Component component : Component.values()) {
                if (component == Component.CLOUD || run.form(component) == Form.CONTAINER) {
                    run.running(component).ifPresent(process -> sample(process, component.label()));
                }
            }
            children(run).forEach(child -> nameOfChild(child).ifPresent(name -> sample(child, name)));
        });
    }

    private void sample(ProcessHandle process, String name) {
        ProcessTimes.of(process.pid()).ifPresent(times -> {
            names.put(process.pid(), name);
            latest.put(process.pid(), times.cpuSeconds());
        });
    }

    private static Stream<ProcessHandle> children(RunState run) {
        return run.running(Component.CLOUD).stream().flatMap(ProcessHandle::descendants);
    }

    private Optional<String> nameOfChild(ProcessHandle child) {
        return Optional.ofNullable(names.get(child.pid()))
                .or(() -> ProcessTimes.variable(child.pid(), FUNCTION).map(functions::get))
                .or(() -> child.info().commandLine().map(ProcessCpu::nameOf));
    }

    /** Returns the name of a child process of the local cloud by its command line. */
    static String nameOf(String commandLine) {
        if (commandLine.contains("zipkin")) {
            return "zipkin";
        }
        if (commandLine.contains("redis")) {
            return "redis";
        }
        return "other children of cloud";
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
