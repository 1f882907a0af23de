package stage5.local;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import stage5.kit.contract.PublisherContracts;
import stage5.kit.telemetry.Span;
import stage5.local.console.Console;
import stage5.local.deployment.Deployments;
import stage5.local.eventsource.AwsDestinations;
import stage5.local.fault.FaultControl;
import stage5.local.fault.WeatherControl;
import stage5.local.lambda.AsyncRetryPolicy;
import stage5.local.lambda.LambdaEmulator;
import stage5.local.mail.MailEmulator;
import stage5.local.meter.UsageCounters;
import stage5.local.payment.PaymentEmulator;
import stage5.local.process.Posix;
import stage5.local.process.ProcessWatchdog;
import stage5.local.redis.RedisServer;
import stage5.local.traces.OtlpReceiver;
import stage5.local.traces.ZipkinServer;
import stage5.topology.Topology;

/**
 * The local cloud: emulators of AWS services, the payment provider and the mail server, in one process. It creates the
 * tables, queues and topics of the topology. Redis and Zipkin run as child processes. Everything listens on 127.0.0.1
 * only and is empty at each start.
 */
public final class LocalCloud implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LocalCloud.class.getName());

    private static final Duration IDLE_LIMIT = Duration.ofMinutes(5);

    /** Equals the integration time-out of an HTTP API: after it the caller has given up. */
    private static final Duration MAX_WAIT = Duration.ofSeconds(30);

    private final Options options;
    private final Vertx vertx = Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(2).setWorkerPoolSize(4).setInternalBlockingPoolSize(4));
    private final Optional<ZipkinServer> zipkin;
    private final AwsDestinations destinations;
    private final Console.Sources sources;
    private Console console;

    private LocalCloud(Options options) {
        this.options = options;
        Ports ports = options.ports();
        Topology topology = Topology.load();
        zipkin = options.zipkin()
                ? Optional.of(new ZipkinServer(ports.zipkin(), options.directory()))
                : Optional.empty();
        Consumer<List<Span>> forward =
                zipkin.<Consumer<List<Span>>>map(emulator -> emulator::offer).orElse(spans -> {});
        UsageCounters usage = new UsageCounters();
        MailEmulator mail = new MailEmulator(ports.smtp());
        OtlpReceiver traces = new OtlpReceiver(vertx, ports.otlp(), options.keptSpans(), forward, usage);
        RedisServer redis = RedisServer.shared(ports.redis(), options.directory());
        RedisServer sessions = RedisServer.sessions(ports.sessions(), options.directory());
        AwsServices services = options.externalAws()
                .map(endpoints -> AwsServices.external(endpoints, topology))
                .orElseGet(() -> AwsServices.embedded(
                        vertx, ports, topology, options.contracts().map(PublisherContracts::in), usage));
        destinations = new AwsDestinations(services.sqs(), services.snsEndpoint());
        LambdaEmulator lambda = new LambdaEmulator(
                vertx,
                ports.lambda(),
                options.directory(),
                IDLE_LIMIT,
                MAX_WAIT,
                AsyncRetryPolicy.ofAws(),
                destinations);
        PaymentEmulator payment = new PaymentEmulator(vertx, ports.payment());
        List<Emulator> emulators = Stream.concat(
                        services.emulators().stream(), Stream.of(redis, sessions, mail, payment, traces, lambda))
                .toList();
        List<FaultControl<?>> faults = Stream.concat(
                        services.faults().stream(),
                        Stream.of(redis.faults(), sessions.faults(), payment.faults(), mail.faults(), lambda.faults()))
                .toList();
        sources = new Console.Sources(
                ports,
                emulators,
                mail,
                traces,
                zipkin,
                services.queues(),
                services.sns(),
                List.of(redis, sessions),
                lambda,
                new Deployments(vertx, services.sqs(), topology, lambda),
                usage,
                new WeatherControl(faults, (delay, action) -> vertx.setTimer(delay.toMillis(), timer -> action.run())));
    }

    /** Runs the local cloud until the process receives a signal to end. Logs to standard error. */
    public static void main(String... arguments) throws InterruptedException {
        Logging.configure();
        if (ProcessWatchdog.isPosix()) {
            Posix.beginSession();
        }
        try {
            LocalCloud cloud = start(Options.parse(arguments));
            Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(cloud::close));
            long millis = System.currentTimeMillis()
                    - ManagementFactory.getRuntimeMXBean().getStartTime();
            LOG.log(
                    INFO,
                    "The local cloud is ready after {0} ms: http://127.0.0.1:{1,number,#}",
                    millis,
                    cloud.ports().console());
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage() + System.lineSeparator() + Options.USAGE);
            System.exit(2);
        } catch (StartException e) {
            LOG.log(WARNING, e.getMessage(), e.getCause());
            System.exit(1);
        }
    }

    /**
     * Starts the local cloud and returns it once every emulator except Zipkin is up.
     *
     * @throws StartException if a port is taken or an emulator can't be started; everything is closed again in that
     *     case
     */
    public static LocalCloud start(Options options) throws InterruptedException {
        checkPorts(options);
        LocalCloud cloud = new LocalCloud(options);
        try {
            cloud.start();
            return cloud;
        } catch (StartException | InterruptedException e) {
            cloud.close();
            throw e;
        }
    }

    private static void checkPorts(Options options) {
        for (Map.Entry<String, Integer> port : options.ports().byName().entrySet()) {
            boolean needed = options.zipkin() || !port.getKey().equals("zipkin");
            if (needed && Ports.isTaken(port.getValue())) {
                throw new StartException(
                        "Port %d of %s is already in use: stop the process that listens on it, or choose another --port-base"
                                .formatted(port.getValue(), port.getKey()));
            }
        }
    }

    private void start() throws InterruptedException {
        try {
            Files.createDirectories(options.directory());
            console = Console.open(vertx, sources);
            startZipkin();
        } catch (IOException | ExecutionException e) {
            throw new StartException("The local cloud can't be started: " + e.getMessage(), e);
        }
        Startup.start(sources.emulators());
    }

    private void startZipkin() throws IOException {
        if (zipkin.isPresent()) {
            zipkin.get().start().whenComplete(LocalCloud::reportZipkin);
        }
    }

    private static void reportZipkin(Void up, Throwable failure) {
        if (failure == null) {
            LOG.log(INFO, "zipkin is up");
        } else {
            LOG.log(WARNING, "Zipkin is not available: {0}", failure.getMessage());
        }
    }

    /** Returns the ports of the emulators. */
    public Ports ports() {
        return options.ports();
    }

    @Override
    public void close() {
        if (console != null) {
            console.close();
        }
        sources.deployments().close();
        zipkin.ifPresent(ZipkinServer::close);
        sources.emulators().parallelStream().forEach(LocalCloud::close);
        destinations.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }

    /** Closes an emulator. A failure is logged, so that the other emulators are closed as well. */
    private static void close(Emulator emulator) {
        try {
            emulator.close();
        } catch (RuntimeException e) {
            LOG.log(WARNING, emulator.name() + " could not be closed", e);
        }
    }
}
