package stage5.stack;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
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
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.stack.shop.Api;
import stage5.stack.terminal.ProgressListener;

/**
 * Starts and stops the shop on this machine: the local cloud and the five services, each in its own process. The
 * processes are recorded in the {@link StateDirectory}, so that each command and test finds those that an earlier one
 * started.
 */
public final class Stack {

    /**
     * Time limit until a component is ready. Functions of five services start two at a time, on a slow machine twice.
     */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(240);

    /** Time between SIGTERM and SIGKILL for a service: longer than quarkus.shutdown.timeout. */
    private static final Duration SERVICE_GRACE = Duration.ofSeconds(15);

    private static final Duration CLOUD_GRACE = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Project project;
    private final Ports ports;
    private final StateDirectory state;
    private final LaunchSettings launch;
    private final Clock clock;

    public Stack(Project project, Ports ports) {
        this(project, ports, Clock.systemUTC(), AotCache.Mode.USE);
    }

    /** Returns a stack whose JVMs record their AOT cache and write it when they stop. */
    public static Stack training(Project project, Ports ports) {
        return new Stack(project, ports, Clock.systemUTC(), AotCache.Mode.RECORD);
    }

    Stack(Project project, Ports ports, Clock clock, AotCache.Mode caching) {
        this(project, ports, new LaunchSettings(project, ports, caching), clock);
    }

    private Stack(Project project, Ports ports, LaunchSettings launch, Clock clock) {
        this.project = project;
        this.ports = ports;
        this.state = project.state(ports);
        this.launch = launch;
        this.clock = clock;
    }

    /**
     * Returns the same stack, but its JVMs record the AOT caches that are missing or older than their jars, and write them
     * when they stop. So the first run after a build is slower to stop, and the next one starts in half the time.
     */
    public Stack recordingMissingCaches() {
        return new Stack(project, ports, new LaunchSettings(project, ports, AotCache.Mode.RECORD_MISSING), clock);
    }

    /** Returns the same stack, but with services that start from the artifacts of the given checkout and build. */
    public Stack of(BuildVariant build, Project artifacts) {
        return new Stack(project, ports, launch.of(build, artifacts), clock);
    }

    /**
     * Returns the same stack, but with additional environment variables of a service, which take precedence over those of
     * {@link LaunchSettings#environment}.
     */
    public Stack with(Component service, Map<String, String> environment) {
        return new Stack(project, ports, launch.with(service, environment), clock);
    }

    /** Returns the addresses of the components. */
    public Ports ports() {
        return ports;
    }

    /** Returns command line and environment of the components. */
    public LaunchSettings launch() {
        return launch;
    }

    /** Returns the checkout with the components' artifacts. */
    public Project project() {
        return project;
    }

    /** Returns the administrator account, which may change the catalogue. */
    public Admin admin() {
        return state.admin();
    }

    /** Returns the folder for temporary files, which may contain files of an earlier command. */
    public Path scratch() {
        return state.scratch();
    }

    /** Returns the file that receives the component's output. */
    public Path log(Component component) {
        return state.log(component);
    }

    /** Returns the state of the stack; empty unless at least one of its processes runs. */
    public Optional<RunState> running() {
        return state.read().filter(RunState::isAlive);
    }

    /** Returns whether the current process started the running stack. */
    public boolean isStartedHere() {
        return running()
                .filter(run -> run.launcher().pid() == ProcessIdentity.current().pid())
                .isPresent();
    }

    /** Returns whether a running JVM of the stack records its AOT cache, which holds what it loads until it stops. */
    public boolean isRecording() {
        return running().stream()
                .flatMap(
                        run -> run.components().keySet().stream().flatMap(component -> run.running(component).stream()))
                .anyMatch(AotCache::isRecordedBy);
    }

    /**
     * Starts the components as containers and waits until they are ready. Stops all of them if one fails.
     *
     * @throws StackException if a stack runs here already, a port is taken, or a component does not become ready
     */
    public void start(Set<Component> components, ProgressListener progress) throws InterruptedException {
        start(components, ServiceForms.CONTAINERS, progress);
    }

    /** Starts the components as {@link #start(Set, ProgressListener)} does, but each service in its given form. */
    public void start(Set<Component> components, ServiceForms forms, ProgressListener progress)
            throws InterruptedException {
        start(components, forms, progress, component -> {});
    }

    /**
     * Starts the components as {@link #start(Set, ServiceForms, ProgressListener)} does.
     *
     * @param ready receives each component as soon as it is ready, on the calling thread
     */
    public void start(
            Set<Component> components, ServiceForms forms, ProgressListener progress, Consumer<Component> ready)
            throws InterruptedException {
        components.stream()
                .filter(component -> forms.of(component) == Form.CONTAINER)
                .forEach(launch::command);
        requireNoneRunning();
        PortCheck.requireFree(ports, components.size() > 1);
        if (!state.begin(RunState.begin(ports, clock.instant(), ProcessIdentity.current()))) {
            requireNoneRunning();
        }
        state.prepare();
        try {
            launchAndAwait(
                    Arrays.stream(Component.values())
                            .filter(components::contains)
                            .toList(),
                    forms,
                    progress,
                    ready);
        } catch (StackException | InterruptedException e) {
            stop(ProgressListener.silent());
            throw e;
        }
    }

    /**
     * Stops the services, so that they can finish their work, and then the local cloud. Returns the stopped components.
     */
    public List<Component> stop(ProgressListener progress) throws InterruptedException {
        Optional<RunState> run = state.read();
        if (run.isEmpty()) {
            return List.of();
        }
        Arrays.stream(Component.values()).forEach(component -> state.update(now -> now.without(component)));
        List<Component> stopped = new ArrayList<>();
        stopped.addAll(end(run.get(), Component.services(), SERVICE_GRACE, progress));
        stopped.addAll(end(run.get(), Set.of(Component.CLOUD), CLOUD_GRACE, progress));
        state.forget();
        return stopped;
    }

    /**
     * Launches the services beside the running local cloud, or deploys their functions. Returns before they are ready.
     *
     * @throws StackException if no stack runs, a service runs already, or a service is not built
     */
    public void launchServices(ServiceForms forms) throws InterruptedException {
        RunState run = requireKnown();
        for (Component service : Component.services()) {
            if (run.running(service).isPresent()) {
                throw new StackException(service + " runs already");
            }
            if (forms.of(service) == Form.CONTAINER) {
                launch.command(service);
            }
        }
        LaunchSettings settings = launch.among(forms);
        try (FunctionDeployer functions = new FunctionDeployer(ports)) {
            for (Component service : Component.services()) {
                if (forms.of(service) == Form.CONTAINER) {
                    launch(service, settings);
                } else {
                    deploy(service, settings, functions);
                }
            }
        }
    }

    /**
     * Requires that the services' ports are free, so that only a service launched afterwards can answer there.
     *
     * @throws StackException with each port that is taken and its holder
     */
    public void requireServicePortsFree() {
        PortCheck.requireFree(ports.neededByServices(), PortCheck.suggestion(ports));
    }

    /** Stops the services and waits until they have ended. The local cloud runs on. */
    public void stopServices(ProgressListener progress) throws InterruptedException {
        RunState run = requireKnown();
        Component.services().forEach(component -> state.update(now -> now.without(component)));
        end(run, Component.services(), SERVICE_GRACE, progress);
    }

    /** Starts a component that does not run, and waits until it is ready. */
    public void start(Component component, ProgressListener progress) throws InterruptedException {
        if (requireKnown().running(component).isPresent()) {
            throw new StackException(
                    "%s runs already; %s restarts it".formatted(component, ports.call("restart " + component)));
        }
        launchAndAwait(
                List.of(component),
                new ServiceForms(Map.of(component, requireKnown().form(component))),
                progress,
                any -> {});
    }

    /**
     * Starts a service of the running stack in Quarkus dev mode. It shares the terminal of the current process. Returns
     * the Maven process, which ends when the user quits dev mode; {@link #stop} ends it too.
     *
     * @throws StackException if no stack runs, or the service runs already
     */
    public Process startDevMode(Component service) throws InterruptedException {
        if (requireKnown().running(service).isPresent()) {
            throw new StackException("%s runs already; %s stops it".formatted(service, ports.call("stop " + service)));
        }
        Process process = Processes.startOnTerminal(
                launch.devModeCommand(service),
                launch.among(forms(Set.of(), ServiceForms.CONTAINERS)).devModeEnvironment(service),
                project.root());
        register(service, process.toHandle());
        return process;
    }

    /**
     * Returns a client of the component's own HTTP API, without the gateway. It signs its requests if the component runs as
     * functions, which admit known callers only.
     */
    public Api api(Component component) {
        Form form = state.read().map(run -> run.form(component)).orElse(Form.CONTAINER);
        Api api = new Api(ports.address(component));
        return AccessKey.isRequired(component, form) ? api.signedBy(AccessKey.OPERATOR) : api;
    }

    /** Waits until the container answers its health check; throws {@link StackException} after the time-out. */
    public void awaitReady(Component container) throws InterruptedException {
        try (HealthProbe health = new HealthProbe(ports)) {
            health.await(container, Form.CONTAINER, START_TIMEOUT);
        }
    }

    /** Stops the component and waits until it has ended (SIGTERM). */
    public void stop(Component component, ProgressListener progress) throws InterruptedException {
        RunState run = requireRunning(component);
        state.update(now -> now.without(component));
        end(run, Set.of(component), component == Component.CLOUD ? CLOUD_GRACE : SERVICE_GRACE, progress);
    }

    /** Kills the component (SIGKILL) and waits until it has ended. */
    public void kill(Component component) throws InterruptedException {
        RunState run = requireRunning(component);
        state.update(now -> now.without(component));
        if (run.form(component) == Form.LAMBDA) {
            try (FunctionDeployer functions = new FunctionDeployer(ports)) {
                functions.kill(component);
            }
        } else {
            Processes.kill(List.of(run.components().get(component).process()));
        }
    }

    /** Stops the component, starts it again, and waits until it is ready. */
    public void restart(Component component, ProgressListener progress) throws InterruptedException {
        stop(component, progress);
        start(component, progress);
    }

    /** Returns the status of each component; empty if nothing was started. */
    public List<ComponentStatus> status() throws InterruptedException {
        Optional<RunState> run = state.read();
        List<ComponentStatus> statuses = new ArrayList<>();
        try (HealthProbe health = new HealthProbe(ports)) {
            for (Component component :
                    run.map(RunState::components).orElse(Map.of()).keySet()) {
                statuses.add(status(run.get(), component, health));
            }
        }
        return statuses;
    }

    /** Waits until another command has stopped the stack. Reports each component that ends unexpectedly meanwhile. */
    public void watch(ProgressListener progress) throws InterruptedException {
        Set<ProcessIdentity> reported = new HashSet<>();
        for (Optional<RunState> run = state.read(); run.isPresent(); run = state.read()) {
            run.get().components().forEach((component, entry) -> {
                if (entry.wanted() && !entry.process().isAlive() && reported.add(entry.process())) {
                    progress.note("%s has ended unexpectedly: %s shows why, %s starts it again"
                            .formatted(component, ports.call("logs " + component), ports.call("start " + component)));
                }
            });
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private void launchAndAwait(
            List<Component> components, ServiceForms forms, ProgressListener progress, Consumer<Component> listener)
            throws InterruptedException {
        LaunchSettings settings = launch.among(forms(components, forms));
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (HealthProbe health = new HealthProbe(ports);
                FunctionDeployer functions = new FunctionDeployer(ports)) {
            ExecutorCompletionService<Ready> ready = new ExecutorCompletionService<>(threads);
            Map<Component, ProcessHandle> launched = new EnumMap<>(Component.class);
            for (Component component : components) {
                Instant start = clock.instant();
                if (forms.of(component) == Form.CONTAINER) {
                    launched.put(component, launch(component, settings));
                }
                ready.submit(() -> {
                    if (forms.of(component) == Form.LAMBDA) {
                        health.await(Component.CLOUD, Form.CONTAINER, START_TIMEOUT);
                        deploy(component, settings, functions);
                    }
                    health.await(component, forms.of(component), START_TIMEOUT);
                    return new Ready(component, Duration.between(start, clock.instant()));
                });
            }
            for (int missing = components.size(); missing > 0; missing--) {
                Ready next = next(ready, launched);
                progress.done(next.component() + " ready", next.took());
                listener.accept(next.component());
            }
            if (components.stream().anyMatch(component -> forms.of(component) == Form.LAMBDA)) {
                progress.note("CPU and memory of the functions are " + functions.limits());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns the forms of all services: the given ones of the components that start, and those of the others as they run. */
    private ServiceForms forms(Collection<Component> starting, ServiceForms forms) {
        Optional<RunState> run = state.read();
        return new ServiceForms(Component.services().stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        service -> starting.contains(service)
                                ? forms.of(service)
                                : run.map(known -> known.form(service)).orElse(Form.CONTAINER))));
    }

    private void deploy(Component component, LaunchSettings settings, FunctionDeployer functions)
            throws InterruptedException {
        functions.deploy(component, settings.deployment(component));
        storeEntry(
                component,
                run -> new RunState.Entry(run.components().get(Component.CLOUD).process(), true, Form.LAMBDA));
    }

    /** Waits for the next ready component; throws {@link StackException} after the time-out or if a component ends. */
    private static Ready next(ExecutorCompletionService<Ready> ready, Map<Component, ProcessHandle> launched)
            throws InterruptedException {
        try {
            while (true) {
                Future<Ready> next = ready.poll(POLL_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
                launched.forEach((component, process) -> {
                    if (!process.isAlive()) {
                        throw StackException.about(component, component + " ended while the shop was starting");
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

    private record Ready(Component component, Duration took) {}

    private ProcessHandle launch(Component component, LaunchSettings settings) throws InterruptedException {
        return register(
                component,
                Processes.start(
                        settings.command(component),
                        settings.environment(component),
                        project.root(),
                        state.log(component)));
    }

    /** Records the new process in the state, so that other commands find it. */
    private ProcessHandle register(Component component, ProcessHandle process) throws InterruptedException {
        ProcessIdentity identity = ProcessIdentity.of(process)
                .orElseThrow(() -> StackException.about(component, component + " ended immediately after its start"));
        try {
            storeEntry(component, run -> new RunState.Entry(identity, true, Form.CONTAINER));
        } catch (StackException e) {
            Processes.kill(List.of(identity));
            throw e;
        }
        return process;
    }

    private void storeEntry(Component component, Function<RunState, RunState.Entry> entry) {
        if (!state.update(run -> run.with(component, entry.apply(run)))) {
            throw new StackException("The stack was stopped while it was starting");
        }
    }

    private List<Component> end(RunState run, Set<Component> components, Duration exitGrace, ProgressListener progress)
            throws InterruptedException {
        List<Component> functions = components.stream()
                .filter(component -> run.form(component) == Form.LAMBDA)
                .filter(component -> run.running(component).isPresent())
                .toList();
        removeFunctions(functions, progress);
        List<Component> alive = components.stream()
                .filter(component -> run.form(component) == Form.CONTAINER)
                .filter(component -> run.running(component).isPresent())
                .toList();
        List<ProcessIdentity> processes = alive.stream()
                .map(component -> run.components().get(component).process())
                .toList();
        List<ProcessIdentity> descendants = alive.stream()
                .flatMap(component -> run.running(component).stream())
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> ProcessIdentity.of(child).stream())
                .toList();
        boolean writing = alive.stream()
                .flatMap(component -> run.running(component).stream())
                .anyMatch(AotCache::isRecordedBy);
        if (writing) {
            progress.note("The JVMs write their AOT caches as they stop, so that the next start takes half the time");
        }
        Duration grace = writing ? exitGrace.plus(AotCache.WRITING) : exitGrace;
        Instant start = clock.instant();
        int killed = Processes.end(processes, grace);
        Processes.kill(Processes.awaitEnd(descendants, CLOUD_GRACE));
        alive.forEach(component -> progress.done(component + " stopped", Duration.between(start, clock.instant())));
        if (killed > 0) {
            progress.note("%d processes did not end within %d s and were killed".formatted(killed, grace.toSeconds()));
        }
        return Stream.concat(functions.stream(), alive.stream()).toList();
    }

    private void removeFunctions(List<Component> components, ProgressListener progress) throws InterruptedException {
        try (FunctionDeployer functions = new FunctionDeployer(ports)) {
            for (Component component : components) {
                Instant start = clock.instant();
                if (!functions.remove(component)) {
                    progress.note("%s did not finish within %d s and was killed"
                            .formatted(component, FunctionDeployer.TIMEOUT.toSeconds()));
                }
                progress.done(component + " removed", Duration.between(start, clock.instant()));
            }
        }
    }

    private ComponentStatus status(RunState run, Component component, HealthProbe health) throws InterruptedException {
        Optional<ProcessHandle> process = run.running(component);
        if (process.isEmpty()) {
            ComponentStatus.State state = run.components().get(component).wanted()
                    ? ComponentStatus.State.DEAD
                    : ComponentStatus.State.STOPPED;
            return new ComponentStatus(
                    component, ports.of(component), state, ComponentStatus.Kind.NOTHING, 0, 0, Duration.ZERO);
        }
        ComponentStatus.State state =
                switch (health.status(component, run.form(component))) {
                    case HealthProbe.READY -> ComponentStatus.State.READY;
                    case HealthProbe.SILENT -> ComponentStatus.State.SILENT;
                    default -> ComponentStatus.State.NOT_READY;
                };
        boolean functions = run.form(component) == Form.LAMBDA;
        return new ComponentStatus(
                component,
                ports.of(component),
                state,
                functions ? ComponentStatus.Kind.FUNCTIONS : ComponentStatus.Kind.of(process.get()),
                process.get().pid(),
                functions ? 0 : ResidentMemory.ofFamily(process.get()),
                Duration.between(run.components().get(component).process().startedAt(), clock.instant()));
    }

    private void requireNoneRunning() {
        running().ifPresent(run -> {
            List<Component> missing = run.components().keySet().stream()
                    .filter(component -> run.running(component).isEmpty())
                    .toList();
            throw new StackException(
                    missing.isEmpty() && !run.components().isEmpty()
                            ? "The shop runs already, at %s (%s shows it, %s stops it)"
                                    .formatted(ports.gateway(), ports.call("status"), ports.call("down"))
                            : "Only parts of an earlier stack run (%s shows them, %s stops them)"
                                    .formatted(ports.call("status"), ports.call("down")));
        });
    }

    private RunState requireKnown() {
        return state.read()
                .orElseThrow(() -> new StackException("Nothing runs; %s starts the shop".formatted(ports.call("up"))));
    }

    private RunState requireRunning(Component component) {
        RunState run = requireKnown();
        if (run.running(component).isEmpty()) {
            throw new StackException(
                    "%s does not run; %s starts it".formatted(component, ports.call("start " + component)));
        }
        return run;
    }
}
