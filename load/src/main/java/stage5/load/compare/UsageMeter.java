package stage5.load.compare;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import stage5.cli.stack.Part;
import stage5.cli.stack.RunState;
import stage5.cli.stack.Stack;
import stage5.topology.Topology;

/**
 * Looks twice a second at the processes of the services: a container is one process, a function as many as it has
 * environments, all of them children of the local cloud, which is no part of what is measured.
 */
final class UsageMeter implements AutoCloseable {

    private static final long LOOK_AGAIN_MILLIS = 500;
    private static final String FUNCTION = "AWS_LAMBDA_FUNCTION_NAME";

    private final Stack stack;
    private final boolean functions;
    private final Map<String, Part> services = new HashMap<>();
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().factory());

    private final Map<Long, Part> known = new HashMap<>();
    private final Map<Long, Double> cpuBefore = new HashMap<>();
    private final Map<Long, Double> cpuNow = new HashMap<>();
    private final Map<Part, Double> residentSum = new EnumMap<>(Part.class);
    private final Map<Part, Double> residentPeak = new EnumMap<>(Part.class);
    private int looks;

    /** @param functions whether the services run as functions */
    UsageMeter(Stack stack, boolean functions) {
        this.stack = stack;
        this.functions = functions;
        Topology topology = Topology.load();
        for (Part service : Part.services()) {
            topology.of(service.label()).functions().forEach(function -> services.put(function.name(), service));
        }
    }

    /** Begins to count: what processes have used before is not counted, all that later ones use is. */
    void start() {
        look();
        synchronized (this) {
            cpuBefore.putAll(cpuNow);
            residentSum.clear();
            residentPeak.clear();
            looks = 0;
        }
        thread.scheduleAtFixedRate(this::look, LOOK_AGAIN_MILLIS, LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Returns what each service has used since the start. */
    synchronized Map<Part, Usage> stop() {
        thread.shutdownNow();
        look();
        Map<Part, Double> cpu = new EnumMap<>(Part.class);
        cpuNow.forEach(
                (pid, seconds) -> cpu.merge(known.get(pid), seconds - cpuBefore.getOrDefault(pid, 0.0), Double::sum));
        return Part.services().stream()
                .collect(Collectors.toMap(
                        part -> part,
                        part -> new Usage(
                                cpu.getOrDefault(part, 0.0),
                                residentSum.getOrDefault(part, 0.0) / looks,
                                residentPeak.getOrDefault(part, 0.0)),
                        (one, other) -> one,
                        () -> new EnumMap<>(Part.class)));
    }

    private synchronized void look() {
        Map<Part, Double> resident = new EnumMap<>(Part.class);
        stack.running().ifPresent(run -> processes(run)
                .forEach((pid, part) -> ProcessTimes.of(pid).ifPresent(times -> {
                    cpuNow.put(pid, times.cpuSeconds());
                    resident.merge(part, times.residentMiB(), Double::sum);
                })));
        looks++;
        resident.forEach((part, mib) -> {
            residentSum.merge(part, mib, Double::sum);
            residentPeak.merge(part, mib, Math::max);
        });
    }

    private Map<Long, Part> processes(RunState run) {
        Map<Long, Part> processes = new HashMap<>();
        if (functions) {
            run.running(Part.CLOUD).stream()
                    .flatMap(ProcessHandle::descendants)
                    .forEach(process -> serviceOf(process.pid()).ifPresent(part -> processes.put(process.pid(), part)));
        } else {
            for (Part service : Part.services()) {
                run.running(service).ifPresent(process -> processes.put(process.pid(), service));
            }
        }
        known.putAll(processes);
        return processes;
    }

    private Optional<Part> serviceOf(long pid) {
        return Optional.ofNullable(known.get(pid))
                .or(() -> ProcessTimes.variable(pid, FUNCTION).map(services::get));
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
