package stage5.cli.stack;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import stage5.cli.terminal.Progress;

/**
 * The shop on this machine: the local cloud and the five services, each a process of its own. What runs is remembered in
 * the {@link StateDirectory}, so that each command, and each test, can go on from where another one stopped.
 */
public final class Stack {

    /** How long a part may take to become ready: functions of five services start two at a time, and on a slow machine twice. */
    private static final Duration START_PATIENCE = Duration.ofSeconds(240);

    /** How long a service may take to finish what it is at: more than quarkus.shutdown.timeout. */
    private static final Duration SERVICE_GRACE = Duration.ofSeconds(15);

    private static final Duration CLOUD_GRACE = Duration.ofSeconds(10);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final Project project;
    private final Ports ports;
    private final StateDirectory state;
    private final Launch launch;
    private final Clock clock;
    private final Duration writing;

    public Stack(Project project, Ports ports) {
        this(project, ports, Clock.systemUTC(), false);
    }

    /** Returns a stack whose parts write down, when they are stopped, what makes their next start faster. */
    public static Stack training(Project project, Ports ports) {
        return new Stack(project, ports, Clock.systemUTC(), true);
    }

    Stack(Project project, Ports ports, Clock clock, boolean training) {
        this(project, ports, new Launch(project, ports, training), clock, training ? AotCache.WRITING : Duration.ZERO);
    }

    private Stack(Project project, Ports ports, Launch launch, Clock clock, Duration writing) {
        this.project = project;
        this.ports = ports;
        this.state = project.state(ports);
        this.launch = launch;
        this.clock = clock;
        this.writing = writing;
    }

    /** Returns this very stack, whose services are started as they are built in that checkout in that way. */
    public Stack of(Build build, Project artifacts) {
        return new Stack(project, ports, launch.of(build, artifacts), clock, writing);
    }

    /** Returns the addresses of all parts. */
    public Ports ports() {
        return ports;
    }

    /** Returns how the parts are started. */
    public Launch launch() {
        return launch;
    }

    /** Returns the checkout that the parts are built in. */
    public Project project() {
        return project;
    }

    /** Returns the account that may change the catalogue. */
    public Admin admin() {
        return state.admin();
    }

    /** Returns the folder for files that are of use for a while only; what lies there from earlier may be overwritten. */
    public Path scratch() {
        return state.scratch();
    }

    /** Returns the file that the part's output goes to. */
    public Path log(Part part) {
        return state.log(part);
    }

    /** Returns what was started here, as far as any of it lives. */
    public Optional<RunState> running() {
        return state.read().filter(RunState::isAlive);
    }

    /** Returns whether it was this very process that started what runs. */
    public boolean isStartedHere() {
        return running()
                .filter(run -> run.launcher().pid() == ProcessIdentity.current().pid())
                .isPresent();
    }

    /**
     * Returns once the given parts are ready; if one of them fails, all are stopped again.
     *
     * @throws StackException if a stack runs here already, a port is taken, or a part does not become ready
     */
    public void start(Set<Part> parts, Progress progress) throws InterruptedException {
        start(parts, Forms.CONTAINERS, progress);
    }

    /** Returns as {@link #start(Set, Progress)} does, with each service in the form that is asked for. */
    public void start(Set<Part> parts, Forms forms, Progress progress) throws InterruptedException {
        parts.stream().filter(part -> forms.of(part) == Form.CONTAINER).forEach(launch::command);
        requireNoneRunning();
        PortCheck.requireFree(ports, parts.size() > 1);
        if (!state.begin(RunState.begin(ports, clock.instant(), ProcessIdentity.current()))) {
            requireNoneRunning();
        }
        state.prepare();
        try {
            launchAndAwait(Arrays.stream(Part.values()).filter(parts::contains).toList(), forms, progress);
        } catch (StackException | InterruptedException e) {
            stop(Progress.silent());
            throw e;
        }
    }

    /** Returns the parts that were stopped: services first, so that they can finish, then the local cloud. */
    public List<Part> stop(Progress progress) throws InterruptedException {
        Optional<RunState> run = state.read();
        if (run.isEmpty()) {
            return List.of();
        }
        Arrays.stream(Part.values()).forEach(part -> state.update(now -> now.without(part)));
        List<Part> stopped = new ArrayList<>();
        stopped.addAll(end(run.get(), Part.services(), SERVICE_GRACE.plus(writing), progress));
        stopped.addAll(end(run.get(), Set.of(Part.CLOUD), CLOUD_GRACE.plus(writing), progress));
        state.forget();
        return stopped;
    }

    /**
     * Returns as soon as the services are launched beside the local cloud, or for functions deployed; ready they are not.
     *
     * @throws StackException if nothing runs, one of them runs already, or one is not built
     */
    public void launchServices(Forms forms) throws InterruptedException {
        RunState run = requireKnown();
        for (Part service : Part.services()) {
            if (run.running(service).isPresent()) {
                throw new StackException(service + " runs already");
            }
            if (forms.of(service) == Form.CONTAINER) {
                launch.command(service);
            }
        }
        try (Functions functions = new Functions(ports)) {
            for (Part service : Part.services()) {
                if (forms.of(service) == Form.CONTAINER) {
                    launch(service);
                } else {
                    deploy(service, functions);
                }
            }
        }
    }

    /**
     * Returns normally if nobody is at the services' ports: what is launched then is what answers there.
     *
     * @throws StackException with each port that is taken, and by whom
     */
    public void requireServicePortsFree() {
        PortCheck.requireFree(ports.wantedByServices(), PortCheck.suggestion(ports));
    }

    /** Returns once the services have finished what they were at and have ended; the local cloud stays. */
    public void stopServices(Progress progress) throws InterruptedException {
        RunState run = requireKnown();
        Part.services().forEach(part -> state.update(now -> now.without(part)));
        end(run, Part.services(), SERVICE_GRACE.plus(writing), progress);
    }

    /** Returns once the part, which must not run, is ready. */
    public void start(Part part, Progress progress) throws InterruptedException {
        if (requireKnown().running(part).isPresent()) {
            throw new StackException(
                    "%s runs already; %s starts it anew".formatted(part, ports.call("restart " + part)));
        }
        launchAndAwait(List.of(part), new Forms(Map.of(part, requireKnown().form(part))), progress);
    }

    /** Returns once the part has finished what it was at and has ended. */
    public void stop(Part part, Progress progress) throws InterruptedException {
        RunState run = requireRunning(part);
        state.update(now -> now.without(part));
        end(run, Set.of(part), part == Part.CLOUD ? CLOUD_GRACE : SERVICE_GRACE, progress);
    }

    /** Returns once the part has ended in the middle of whatever it was at (SIGKILL). */
    public void kill(Part part) throws InterruptedException {
        RunState run = requireRunning(part);
        state.update(now -> now.without(part));
        if (run.form(part) == Form.LAMBDA) {
            try (Functions functions = new Functions(ports)) {
                functions.kill(part);
            }
        } else {
            Processes.kill(List.of(run.parts().get(part).process()));
        }
    }

    /** Returns once the part has ended in good order and is ready again. */
    public void restart(Part part, Progress progress) throws InterruptedException {
        stop(part, progress);
        start(part, progress);
    }

    /** Returns how each part of the stack is; empty where nothing was started. */
    public List<PartStatus> status() throws InterruptedException {
        Optional<RunState> run = state.read();
        List<PartStatus> statuses = new ArrayList<>();
        try (Health health = new Health(ports)) {
            for (Part part : run.map(RunState::parts).orElse(Map.of()).keySet()) {
                statuses.add(status(run.get(), part, health));
            }
        }
        return statuses;
    }

    /** Returns once somebody has taken the stack down; tells of parts that end by themselves meanwhile. */
    public void watch(Progress progress) throws InterruptedException {
        Set<ProcessIdentity> mourned = new HashSet<>();
        for (Optional<RunState> run = state.read(); run.isPresent(); run = state.read()) {
            run.get().parts().forEach((part, entry) -> {
                if (entry.wanted() && !entry.process().isAlive() && mourned.add(entry.process())) {
                    progress.note("%s has ended by itself: %s says why, %s brings it back"
                            .formatted(part, ports.call("logs " + part), ports.call("start " + part)));
                }
            });
            Thread.sleep(LOOK_AGAIN);
        }
    }

    private void launchAndAwait(List<Part> parts, Forms forms, Progress progress) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (Health health = new Health(ports);
                Functions functions = new Functions(ports)) {
            ExecutorCompletionService<Ready> ready = new ExecutorCompletionService<>(threads);
            Map<Part, ProcessHandle> launched = new EnumMap<>(Part.class);
            for (Part part : parts) {
                Instant start = clock.instant();
                if (forms.of(part) == Form.CONTAINER) {
                    launched.put(part, launch(part));
                }
                ready.submit(() -> {
                    if (forms.of(part) == Form.LAMBDA) {
                        health.await(Part.CLOUD, Form.CONTAINER, START_PATIENCE);
                        deploy(part, functions);
                    }
                    health.await(part, forms.of(part), START_PATIENCE);
                    return new Ready(part, Duration.between(start, clock.instant()));
                });
            }
            for (int missing = parts.size(); missing > 0; missing--) {
                Ready next = next(ready, launched);
                progress.done(next.part() + " ready", next.took());
            }
            if (parts.stream().anyMatch(part -> forms.of(part) == Form.LAMBDA)) {
                progress.note("CPU and memory of the functions are " + functions.limits());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void deploy(Part part, Functions functions) throws InterruptedException {
        functions.deploy(part, launch.deployment(part));
        remember(part, run -> new RunState.Entry(run.parts().get(Part.CLOUD).process(), true, Form.LAMBDA));
    }

    /** Returns the part that is ready next; throws {@link StackException} if time is up, or any of them has ended. */
    private static Ready next(ExecutorCompletionService<Ready> ready, Map<Part, ProcessHandle> launched)
            throws InterruptedException {
        try {
            while (true) {
                Future<Ready> next = ready.poll(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
                launched.forEach((part, process) -> {
                    if (!process.isAlive()) {
                        throw StackException.about(part, part + " ended while the shop was starting");
                    }
                });
                if (next != null) {
                    return next.get();
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof StackException known
                    ? known
                    : new StackException("Waiting for the stack failed", e.getCause());
        }
    }

    private record Ready(Part part, Duration took) {}

    private ProcessHandle launch(Part part) throws InterruptedException {
        ProcessHandle process =
                Processes.start(launch.command(part), launch.environment(part), project.root(), state.log(part));
        ProcessIdentity identity = ProcessIdentity.of(process)
                .orElseThrow(() -> StackException.about(part, part + " ended as soon as it was started"));
        try {
            remember(part, run -> new RunState.Entry(identity, true, Form.CONTAINER));
        } catch (StackException e) {
            Processes.kill(List.of(identity));
            throw e;
        }
        return process;
    }

    private void remember(Part part, Function<RunState, RunState.Entry> entry) {
        if (!state.update(run -> run.with(part, entry.apply(run)))) {
            throw new StackException("The stack was taken down while it was starting");
        }
    }

    private List<Part> end(RunState run, Set<Part> parts, Duration grace, Progress progress)
            throws InterruptedException {
        List<Part> functions = parts.stream()
                .filter(part -> run.form(part) == Form.LAMBDA)
                .filter(part -> run.running(part).isPresent())
                .toList();
        removeFunctions(functions, progress);
        List<Part> alive = parts.stream()
                .filter(part -> run.form(part) == Form.CONTAINER)
                .filter(part -> run.running(part).isPresent())
                .toList();
        List<ProcessIdentity> processes =
                alive.stream().map(part -> run.parts().get(part).process()).toList();
        List<ProcessIdentity> offspring = alive.stream()
                .flatMap(part -> run.running(part).stream())
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> ProcessIdentity.of(child).stream())
                .toList();
        Instant start = clock.instant();
        int killed = Processes.end(processes, grace);
        Processes.kill(Processes.awaitEnd(offspring, CLOUD_GRACE));
        alive.forEach(part -> progress.done(part + " stopped", Duration.between(start, clock.instant())));
        if (killed > 0) {
            progress.note("%d did not end within %d s and had to be killed".formatted(killed, grace.toSeconds()));
        }
        return Stream.concat(functions.stream(), alive.stream()).toList();
    }

    private void removeFunctions(List<Part> parts, Progress progress) throws InterruptedException {
        try (Functions functions = new Functions(ports)) {
            for (Part part : parts) {
                Instant start = clock.instant();
                if (!functions.remove(part)) {
                    progress.note("%s did not finish within %d s and had to be killed"
                            .formatted(part, Functions.PATIENCE.toSeconds()));
                }
                progress.done(part + " removed", Duration.between(start, clock.instant()));
            }
        }
    }

    private PartStatus status(RunState run, Part part, Health health) throws InterruptedException {
        Optional<ProcessHandle> process = run.running(part);
        if (process.isEmpty()) {
            PartStatus.State why = run.parts().get(part).wanted() ? PartStatus.State.DEAD : PartStatus.State.STOPPED;
            return new PartStatus(part, ports.of(part), why, PartStatus.Kind.NOTHING, 0, 0, Duration.ZERO);
        }
        PartStatus.State how =
                switch (health.ask(part, run.form(part))) {
                    case Health.READY -> PartStatus.State.READY;
                    case Health.SILENT -> PartStatus.State.SILENT;
                    default -> PartStatus.State.NOT_READY;
                };
        boolean functions = run.form(part) == Form.LAMBDA;
        return new PartStatus(
                part,
                ports.of(part),
                how,
                functions ? PartStatus.Kind.FUNCTIONS : PartStatus.Kind.of(process.get()),
                process.get().pid(),
                functions ? 0 : ResidentMemory.ofFamily(process.get()),
                Duration.between(run.parts().get(part).process().startedAt(), clock.instant()));
    }

    private void requireNoneRunning() {
        running().ifPresent(run -> {
            List<Part> missing = run.parts().keySet().stream()
                    .filter(part -> run.running(part).isEmpty())
                    .toList();
            throw new StackException(
                    missing.isEmpty() && !run.parts().isEmpty()
                            ? "The shop runs already, at %s (%s shows it, %s stops it)"
                                    .formatted(ports.gateway(), ports.call("status"), ports.call("down"))
                            : "An earlier shop is half dead or half started (%s shows it, %s cleans it up)"
                                    .formatted(ports.call("status"), ports.call("down")));
        });
    }

    private RunState requireKnown() {
        return state.read()
                .orElseThrow(() -> new StackException("Nothing runs; %s starts the shop".formatted(ports.call("up"))));
    }

    private RunState requireRunning(Part part) {
        RunState run = requireKnown();
        if (run.running(part).isEmpty()) {
            throw new StackException("%s does not run; %s starts it".formatted(part, ports.call("start " + part)));
        }
        return run;
    }
}
