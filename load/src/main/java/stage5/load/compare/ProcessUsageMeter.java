package stage5.load.compare;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import stage5.stack.Component;
import stage5.stack.RunState;
import stage5.stack.Stack;
import stage5.topology.Topology;

/**
 * Samples CPU and memory of the services' processes twice a second. A container is one process. A function has a
 * process for each execution environment; they are children of the local cloud, which is not measured itself.
 */
final class ProcessUsageMeter implements AutoCloseable {

    private static final long SAMPLE_MILLIS = 500;
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

    private final Stack stack;
    private final boolean functions;
    private final Map<String, Component> services = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private final Map<Long, Component> known = new HashMap<>();
    private final Map<Long, Double> cpuBefore = new HashMap<>();
    private final Map<Long, Double> cpuNow = new HashMap<>();
    private final Map<Component, Double> residentSum = new EnumMap<>(Component.class);
    private final Map<Component, Double> residentPeak = new EnumMap<>(Component.class);
    private int samples;

    /** @param functions whether the services run as functions */
    ProcessUsageMeter(Stack stack, boolean functions) {
        this.stack = stack;
        this.functions = functions;
        Topology topology = Topology.load();
        for (Component service : Component.services()) {
            topology.of(service.label()).functions().forEach(function -> services.put(function.name(), service));
        }
    }

    /** Starts the measurement. Earlier CPU time of running processes does not count. */
    void start() {
        sample();
        synchronized (this) {
            cpuBefore.putAll(cpuNow);
            residentSum.clear();
            residentPeak.clear();
            samples = 0;
        }
        thread.scheduleAtFixedRate(this::sample, SAMPLE_MILLIS, SAMPLE_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Stops the measurement and returns each service's usage. */
    synchronized Map<Component, ProcessUsage> stop() {
        thread.shutdownNow();
        sample();
        Map<Component, Double> cpu = new EnumMap<>(Component.class);
        cpuNow.forEach(
                (pid, seconds) -> cpu.merge(known.get(pid), seconds - cpuBefore.getOrDefault(pid, 0.0), Double::sum));
        return Component.services().stream()
                .collect(Collectors.toMap(
                        part -> part,
                        part -> new ProcessUsage(
                                cpu.getOrDefault(part, 0.0),
                                residentSum.getOrDefault(part, 0.0) / samples,
                                residentPeak.getOrDefault(part, 0.0)),
                        (one, other) -> one,
                        () -> new EnumMap<>(Component.class)));
    }

    private synchronized void sample() {
        Map<Component, Double> resident = new EnumMap<>(Component.class);
        stack.running().ifPresent(run -> processes(run)
                .forEach((pid, part) -> ProcessTimes.of(pid).ifPresent(times -> {
                    cpuNow.put(pid, times.cpuSeconds());
                    resident.merge(part, times.residentMiB(), Double::sum);
                })));
        samples++;
        resident.forEach((part, mib) -> {
            residentSum.merge(part, mib, Double::sum);
            residentPeak.merge(part, mib, Math::max);
        });
    }

    private Map<Long, Component> processes(RunState run) {
        Map<Long, Component> processes = new HashMap<>();
        if (functions) {
            run.running(Component.CLOUD).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(process -> serviceOf(process.pid()).ifPresent(part -> processes.put(process.pid(), part)));
        } else {
            for (Component service : Component.services()) {
                run.running(service).ifPresent(process -> processes.put(process.pid(), service));
            }
        }
        known.putAll(processes);
        return processes;
    }

    private Optional<Component> serviceOf(long pid) {
        return Optional.ofNullable(known.get(pid))
                .or(() -> ProcessTimes.variable(pid, FUNCTION).map(services::get));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
