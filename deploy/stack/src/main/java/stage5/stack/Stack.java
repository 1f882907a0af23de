package stage5.stack;

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
import stage5.stack.terminal.ProgressListener;

/**
 * The shop on this machine: the local cloud and the five services, each a process of its own. What runs is remembered in
 * the {@link StateDirectory}, so that each command, and each test, can go on from where another one stopped.
 */
public final class Stack {

    /** How long a component may take to become ready: functions of five services start two at a time, and on a slow machine twice. */
    private static final Duration START_TIMEOUT = Duration.ofSeconds(240);

    /** How long a service may take to finish what it is at: more than quarkus.shutdown.timeout. */
    private static final Duration SERVICE_GRACE = Duration.ofSeconds(15);

    private static final Duration CLOUD_GRACE = Duration.ofSeconds(10);
    private static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    private final Project project;
    private final Ports ports;
    private final StateDirectory state;
    private final LaunchSettings launch;
    private final Clock clock;
    private final Duration writing;

    public Stack(Project project, Ports ports) {
        this(project, ports, Clock.systemUTC(), false);
    }

    /** Returns a stack whose components write down, when they are stopped, what makes their next start faster. */
    public static Stack training(Project project, Ports ports) {
        return new Stack(project, ports, Clock.systemUTC(), true);
    }

    Stack(Project project, Ports ports, Clock clock, boolean training) {
        this(project, ports, new LaunchSettings(project, ports, training), clock, training ? AotCache.WRITING : Duration.ZERO);
    }

    private Stack(Project project, Ports ports, LaunchSettings launch, Clock clock, Duration writing) {
        this.project = project;
        this.ports = ports;
        this.state = project.state(ports);
        this.launch = launch;
        this.clock = clock;
        this.writing = writing;
    }

    /** Returns this very stack, whose services are started as they are built in that checkout in that way. */
    public Stack of(BuildVariant build, Project artifacts) {
        return new Stack(project, ports, launch.of(build, artifacts), clock, writing);
    }

    /** Returns the addresses of all components. */
    public Ports ports() {
        return ports;
    }

    /** Returns how the components are started. */
    public LaunchSettings launch() {
        return launch;
    }

    /** Returns the checkout that the components are built in. */
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

    /** Returns the file that the component's output goes to. */
    public Path log(Component component) {
        return state.log(component);
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
     * Returns once the given components are ready; if one of them fails, all are stopped again.
     *
     * @throws StackException if a stack runs here already, a port is taken, or a component does not become ready
     */
    public void start(Set<Component> components, ProgressListener progress) throws InterruptedException {
        start(components, ServiceForms.CONTAINERS, progress);
    }

    /** Returns as {@link #start(Set, ProgressListener)} does, with each service in the form that is asked for. */
    public void start(Set<Component> components, ServiceForms forms, ProgressListener progress) throws InterruptedException {
        components.stream().filter(component -> forms.of(component) == Form.CONTAINER).forEach(launch::command);
        requireNoneRunning();
        PortCheck.requireFree(ports, components.size() > 1);
        if (!state.begin(RunState.begin(ports, clock.instant(), ProcessIdentity.current()))) {
            requireNoneRunning();
        }
        state.prepare();
        try {
            launchAndAwait(Arrays.stream(Component.values()).filter(components::contains).toList(), forms, progress);
        } catch (StackException | InterruptedException e) {
            stop(ProgressListener.silent());
            throw e;
        }
    }

    /** Returns the components that were stopped: services first, so that they can finish, then the local cloud. */
    public List<Component> stop(ProgressListener progress) throws InterruptedException {
        Optional<RunState> run = state.read();
        if (run.isEmpty()) {
            return List.of();
        }
        Arrays.stream(Component.values()).forEach(component -> state.update(now -> now.without(component)));
        List<Component> stopped = new ArrayList<>();
        stopped.addAll(end(run.get(), Component.services(), SERVICE_GRACE.plus(writing), progress));
        stopped.addAll(end(run.get(), Set.of(Component.CLOUD), CLOUD_GRACE.plus(writing), progress));
        state.forget();
        return stopped;
    }

    /**
     * Returns as soon as the services are launched beside the local cloud, or for functions deployed; ready they are not.
     *
     * @throws StackException if nothing runs, one of them runs already, or one is not built
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
        try (FunctionDeployer functions = new FunctionDeployer(ports)) {
            for (Component service : Component.services()) {
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
    public void stopServices(ProgressListener progress) throws InterruptedException {
        RunState run = requireKnown();
        Component.services().forEach(component -> state.update(now -> now.without(component)));
        end(run, Component.services(), SERVICE_GRACE.plus(writing), progress);
    }

    /** Returns once the component, which must not run, is ready. */
    public void start(Component component, ProgressListener progress) throws InterruptedException {
        if (requireKnown().running(component).isPresent()) {
            throw new StackException(
                    "%s runs already; %s starts it anew".formatted(component, ports.call("restart " + component)));
        }
        launchAndAwait(List.of(component), new ServiceForms(Map.of(component, requireKnown().form(component))), progress);
    }

    /** Returns once the component has finished what it was at and has ended. */
    public void stop(Component component, ProgressListener progress) throws InterruptedException {
        RunState run = requireRunning(component);
        state.update(now -> now.without(component));
        end(run, Set.of(component), component == Component.CLOUD ? CLOUD_GRACE : SERVICE_GRACE, progress);
    }

    /** Returns once the component has ended in the middle of whatever it was at (SIGKILL). */
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

    /** Returns once the component has ended in good order and is ready again. */
    public void restart(Component component, ProgressListener progress) throws InterruptedException {
        stop(component, progress);
        start(component, progress);
    }

    /** Returns how each component of the stack is; empty where nothing was started. */
    public List<ComponentStatus> status() throws InterruptedException {
        Optional<RunState> run = state.read();
        List<ComponentStatus> statuses = new ArrayList<>();
        try (HealthProbe health = new HealthProbe(ports)) {
            for (Component component : run.map(RunState::components).orElse(Map.of()).keySet()) {
                statuses.add(status(run.get(), component, health));
            }
        }
        return statuses;
    }

    /** Returns once somebody has taken the stack down; tells of components that end by themselves meanwhile. */
    public void watch(ProgressListener progress) throws InterruptedException {
        Set<ProcessIdentity> mourned = new HashSet<>();
        for (Optional<RunState> run = state.read(); run.isPresent(); run = state.read()) {
            run.get().components().forEach((component, entry) -> {
                if (entry.wanted() && !entry.process().isAlive() && mourned.add(entry.process())) {
                    progress.note("%s has ended by itself: %s says why, %s brings it back"
                            .formatted(component, ports.call("logs " + component), ports.call("start " + component)));
                }
            });
            Thread.sleep(POLL_INTERVAL);
        }
    }

    private void launchAndAwait(List<Component> components, ServiceForms forms, ProgressListener progress) throws InterruptedException {
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        try (HealthProbe health = new HealthProbe(ports);
                FunctionDeployer functions = new FunctionDeployer(ports)) {
            ExecutorCompletionService<Ready> ready = new ExecutorCompletionService<>(threads);
            Map<Component, ProcessHandle> launched = new EnumMap<>(Component.class);
            for (Component component : components) {
                Instant start = clock.instant();
                if (forms.of(component) == Form.CONTAINER) {
                    launched.put(component, launch(component));
                }
                ready.submit(() -> {
                    if (forms.of(component) == Form.LAMBDA) {
                        health.await(Component.CLOUD, Form.CONTAINER, START_TIMEOUT);
                        deploy(component, functions);
                    }
                    health.await(component, forms.of(component), START_TIMEOUT);
                    return new Ready(component, Duration.between(start, clock.instant()));
                });
            }
            for (int missing = components.size(); missing > 0; missing--) {
                Ready next = next(ready, launched);
                progress.done(next.component() + " ready", next.took());
            }
            if (components.stream().anyMatch(component -> forms.of(component) == Form.LAMBDA)) {
                progress.note("CPU and memory of the functions are " + functions.limits());
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void deploy(Component component, FunctionDeployer functions) throws InterruptedException {
        functions.deploy(component, launch.deployment(component));
        remember(component, run -> new RunState.Entry(run.components().get(Component.CLOUD).process(), true, Form.LAMBDA));
    }

    /** Returns the component that is ready next; throws {@link StackException} if time is up, or any of them has ended. */
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

    private ProcessHandle launch(Component component) throws InterruptedException {
        ProcessHandle process =
                Processes.start(launch.command(component), launch.environment(component), project.root(), state.log(component));
        ProcessIdentity identity = ProcessIdentity.of(process)
                .orElseThrow(() -> StackException.about(component, component + " ended as soon as it was started"));
        try {
            remember(component, run -> new RunState.Entry(identity, true, Form.CONTAINER));
        } catch (StackException e) {
            Processes.kill(List.of(identity));
            throw e;
        }
        return process;
    }

    private void remember(Component component, Function<RunState, RunState.Entry> entry) {
        if (!state.update(run -> run.with(component, entry.apply(run)))) {
            throw new StackException("The stack was taken down while it was starting");
        }
    }

    private List<Component> end(RunState run, Set<Component> components, Duration grace, ProgressListener progress)
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
        List<ProcessIdentity> processes =
                alive.stream().map(component -> run.components().get(component).process()).toList();
        List<ProcessIdentity> offspring = alive.stream()
                .flatMap(component -> run.running(component).stream())
                .flatMap(ProcessHandle::descendants)
                .flatMap(child -> ProcessIdentity.of(child).stream())
                .toList();
        Instant start = clock.instant();
        int killed = Processes.end(processes, grace);
        Processes.kill(Processes.awaitEnd(offspring, CLOUD_GRACE));
        alive.forEach(component -> progress.done(component + " stopped", Duration.between(start, clock.instant())));
        if (killed > 0) {
            progress.note("%d did not end within %d s and had to be killed".formatted(killed, grace.toSeconds()));
        }
        return Stream.concat(functions.stream(), alive.stream()).toList();
    }

    private void removeFunctions(List<Component> components, ProgressListener progress) throws InterruptedException {
        try (FunctionDeployer functions = new FunctionDeployer(ports)) {
            for (Component component : components) {
                Instant start = clock.instant();
                if (!functions.remove(component)) {
                    progress.note("%s did not finish within %d s and had to be killed"
                            .formatted(component, FunctionDeployer.TIMEOUT.toSeconds()));
                }
                progress.done(component + " removed", Duration.between(start, clock.instant()));
            }
        }
    }

    private ComponentStatus status(RunState run, Component component, HealthProbe health) throws InterruptedException {
        Optional<ProcessHandle> process = run.running(component);
        if (process.isEmpty()) {
            ComponentStatus.State why = run.components().get(component).wanted() ? ComponentStatus.State.DEAD : ComponentStatus.State.STOPPED;
            return new ComponentStatus(component, ports.of(component), why, ComponentStatus.Kind.NOTHING, 0, 0, Duration.ZERO);
        }
        ComponentStatus.State how =
                switch (health.ask(component, run.form(component))) {
                    case HealthProbe.READY -> ComponentStatus.State.READY;
                    case HealthProbe.SILENT -> ComponentStatus.State.SILENT;
                    default -> ComponentStatus.State.NOT_READY;
                };
        boolean functions = run.form(component) == Form.LAMBDA;
        return new ComponentStatus(
                component,
                ports.of(component),
                how,
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
                            : "An earlier shop is half dead or half started (%s shows it, %s cleans it up)"
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
            throw new StackException("%s does not run; %s starts it".formatted(component, ports.call("start " + component)));
        }
        return run;
    }
}
