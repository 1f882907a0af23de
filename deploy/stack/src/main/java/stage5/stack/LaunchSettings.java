package stage5.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.topology.Topology;

/**
 * Command line and environment of each component. Services read all addresses from their environment, here and on AWS
 * alike, so the environment is the contract between a service and its platform.
 */
public final class LaunchSettings {

    /**
     * Environment variable with additional flags for the services' JVMs, for example {@code -XX:TieredStopAtLevel=4}.
     */
    static final String MORE_FLAGS = "STAGE5_JAVA_FLAGS";

    /** Environment variable with additional flags for the local cloud's JVM. */
    static final String MORE_CLOUD_FLAGS = "STAGE5_CLOUD_JAVA_FLAGS";

    /** Environment variable with the most concurrent invocations for one queue of a service that runs as functions. */
    static final String QUEUE_CONCURRENCY = "STAGE5_QUEUE_CONCURRENCY";

    private static final String LOOPBACK = "127.0.0.1";

    /** How often containers write their metrics to their log; a minute on AWS. */
    private static final String METRICS_INTERVAL = "10S";

    /** A limit of attempts that is never reached; see {@code AttemptLimit} of user-service. */
    private static final String ANY_NUMBER = "1000000 in PT1S";

    /** AWS identity of the services. The local cloud accepts any; most emulators do. */
    private static final Map<String, String> IDENTITY = Map.of(
            "AWS_REGION",
            AccessKey.REGION,
            "AWS_ACCESS_KEY_ID",
            AccessKey.SERVICE.id(),
            "AWS_SECRET_ACCESS_KEY",
            AccessKey.SERVICE.secret(),
            "STAGE5_ACCOUNT",
            "000000000000");

    /** The variable of the gateway by which it signs its calls of a service. */
    private static final Map<Component, String> SIGNED = Map.of(
            Component.CATALOG, "STAGE5_GATEWAY_UPSTREAMS_CATALOG_SIGNED",
            Component.ORDER, "STAGE5_GATEWAY_UPSTREAMS_ORDER_SIGNED",
            Component.USER, "STAGE5_GATEWAY_UPSTREAMS_USER_SIGNED");

    private final Project project;
    private final Ports ports;
    private final StateDirectory state;
    private final AotCache.Mode caching;
    private final BuildVariant build;
    private final Map<Component, Map<String, String>> variables;
    private final ServiceForms forms;

    LaunchSettings(Project project, Ports ports, AotCache.Mode caching) {
        this(project, ports, project.state(ports), caching, BuildVariant.NEWEST, Map.of(), ServiceForms.CONTAINERS);
    }

    private LaunchSettings(
            Project project,
            Ports ports,
            StateDirectory state,
            AotCache.Mode caching,
            BuildVariant build,
            Map<Component, Map<String, String>> variables,
            ServiceForms forms) {
        this.project = project;
        this.ports = ports;
        this.state = state;
        this.caching = caching;
        this.build = build;
        this.variables = variables;
        this.forms = forms;
    }

    /** Returns the same settings, but with the services' artifacts of the given checkout and build. */
    LaunchSettings of(BuildVariant other, Project artifacts) {
        return new LaunchSettings(artifacts, ports, state, caching, other, variables, forms);
    }

    /** Returns the same settings for a stack whose services have these forms. */
    LaunchSettings among(ServiceForms others) {
        return new LaunchSettings(project, ports, state, caching, build, variables, others);
    }

    /** Returns the same settings, but with additional environment variables of a service; they take precedence. */
    LaunchSettings with(Component service, Map<String, String> environment) {
        Map<Component, Map<String, String>> all = new EnumMap<>(Component.class);
        all.putAll(variables);
        all.put(service, Map.copyOf(environment));
        return new LaunchSettings(project, ports, state, caching, build, all, forms);
    }

    /** Returns the command line of the component; throws {@link StackException} if it is not built. */
    List<String> command(Component component) {
        return switch (build) {
            case NEWEST -> newestCommand(component);
            case JVM -> jvmCommand(component, List.of());
            case JVM_AOT -> jvmCommand(component, cache(component).using());
            case NATIVE ->
                project.executable(component)
                        .map(LaunchSettings::nativeCommand)
                        .orElseThrow(() ->
                                new StackException("%s is not built as a native executable".formatted(component)));
        };
    }

    /**
     * Prefers the native executable if it is newer than the jar. Training always starts the jar, because only a JVM has
     * an AOT cache.
     */
    private List<String> newestCommand(Component component) {
        return Optional.of(component)
                .filter(any -> caching != AotCache.Mode.RECORD)
                .flatMap(project::newestExecutable)
                .map(LaunchSettings::nativeCommand)
                .orElseGet(() -> jvmCommand(component, cache(component).flags(caching)));
    }

    /**
     * One build of a service's container.
     *
     * @param kind the kind of build, as text for a table
     * @param files the executable, or the folder with the jars
     */
    public record Artifact(String kind, Path files, List<String> command) {

        private static final String NATIVE = "native";

        /** Returns whether it is a native executable. */
        public boolean isNative() {
            return kind.equals(NATIVE);
        }
    }

    /** Returns the existing builds of the service's container: JVM, JVM with AOT cache, native. */
    public List<Artifact> artifacts(Component service) {
        List<Artifact> built = new ArrayList<>();
        Path jar = project.artifact(service);
        if (jar.toFile().isFile()) {
            built.add(new Artifact("JVM", jar.getParent(), jvmCommand(service, List.of())));
            if (cache(service).isMade()) {
                built.add(new Artifact(
                        "JVM, AOT cache",
                        jar.getParent(),
                        jvmCommand(service, cache(service).using())));
            }
        }
        project.executable(service)
                .ifPresent(
                        executable -> built.add(new Artifact(Artifact.NATIVE, executable, nativeCommand(executable))));
        return built;
    }

    private static List<String> nativeCommand(Path executable) {
        return Stream.concat(Stream.of(executable.toString()), ServiceExecutable.FLAGS.stream())
                .toList();
    }

    private AotCache cache(Component component) {
        return AotCache.of(project.artifact(component));
    }

    private List<String> jvmCommand(Component component, List<String> cacheFlags) {
        Path jar = project.artifact(component);
        if (!jar.toFile().isFile()) {
            throw new StackException("%s is not built: %s is missing. Build it with ./mvnw package -DskipTests."
                    .formatted(component, jar));
        }
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(component == Component.CLOUD ? cloudFlags(jar) : serviceFlags());
        command.addAll(cacheFlags);
        command.add("-jar");
        command.add(jar.toString());
        if (component == Component.CLOUD) {
            command.addAll(List.of("--port-base", Integer.toString(ports.base())));
            command.addAll(List.of("--directory", state.cloud().toString()));
            command.addAll(List.of("--contracts", project.root().toString()));
            if (ports.hasExternalAws()) {
                command.addAll(List.of("--aws-endpoint", ports.externalAws().toString()));
            }
        }
        return command;
    }

    /**
     * The request to the local cloud that deploys a service as functions. Jackson writes it as JSON.
     *
     * @param port the port of the service's HTTP API
     * @param directory the service's folder, in which each function module has a {@code target/function.zip}
     * @param log the file that receives the functions' output
     * @param environment the functions' environment variables
     * @param callers the access keys that may call the service's HTTP API, each with its secret; empty for everyone
     * @param queueConcurrency the most concurrent invocations for one queue; null for the local cloud's default
     */
    public record FunctionDeployment(
            int port,
            String directory,
            String log,
            Map<String, String> environment,
            Map<String, String> callers,
            Integer queueConcurrency) {}

    /** Returns the request to the local cloud that deploys the service as functions. */
    public FunctionDeployment deployment(Component service) {
        Map<String, String> environment = serviceEnvironment(service);
        environment.keySet().removeAll(List.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT"));
        return new FunctionDeployment(
                ports.of(service),
                project.root().resolve(service.label()).toString(),
                state.log(service).toString(),
                environment,
                AccessKey.callers(service),
                queueConcurrency(System.getenv(QUEUE_CONCURRENCY)));
    }

    /** Parses the environment variable {@link #QUEUE_CONCURRENCY}; returns null if it is not set. */
    static Integer queueConcurrency(String variable) {
        if (variable == null || variable.isBlank()) {
            return null;
        }
        try {
            return Integer.valueOf(variable.trim());
        } catch (NumberFormatException e) {
            throw new StackException("%s must be a number, not %s".formatted(QUEUE_CONCURRENCY, variable));
        }
    }

    /** Returns the environment variables that the component gets in addition to those of this process. */
    public Map<String, String> environment(Component component) {
        return component == Component.CLOUD ? Map.of() : serviceEnvironment(component);
    }

    /**
     * Returns the command line that runs the service in Quarkus dev mode. With {@code -am} Maven puts the modules that
     * the container is built from, among them the service's core, into its reactor, so dev mode reloads changes in all
     * of them. The flags of {@link ServiceJvm} do not apply: dev mode compiles in the same JVM and needs a larger heap.
     * Without analytics: Quarkus would ask for consent and wait 10 s for the answer at each start in a terminal.
     */
    List<String> devModeCommand(Component service) {
        List<String> command = new ArrayList<>(List.of(
                project.root().resolve("mvnw").toString(),
                "-q",
                "-Dquarkus.analytics.disabled=true",
                "quarkus:dev",
                "-pl",
                service.label() + "/container",
                "-am"));
        List<String> moreFlags = withFlagsFrom(MORE_FLAGS, List.of());
        if (!moreFlags.isEmpty()) {
            command.add("-Djvm.args=" + String.join(" ", moreFlags));
        }
        return command;
    }

    /**
     * Returns the environment of the service in dev mode: the usual one, and the endpoints once more under Quarkus'
     * names. In dev mode the services configure these for the default ports, and then ignore {@code
     * AWS_ENDPOINT_URL_...}.
     */
    Map<String, String> devModeEnvironment(Component service) {
        Map<String, String> env = serviceEnvironment(service);
        env.put("QUARKUS_DYNAMODB_ENDPOINT_OVERRIDE", ports.dynamoDb().toString());
        env.put("QUARKUS_SQS_ENDPOINT_OVERRIDE", ports.sqs().toString());
        env.put("QUARKUS_SNS_ENDPOINT_OVERRIDE", ports.sns().toString());
        env.put("JAVA_HOME", System.getProperty("java.home"));
        return env;
    }

    /** The build writes the local cloud's own flags to a file beside its jar. */
    private static List<String> cloudFlags(Path jar) {
        return withFlagsFrom(MORE_CLOUD_FLAGS, List.of("@" + jar.resolveSibling("local.options")));
    }

    private static List<String> serviceFlags() {
        return withFlagsFrom(MORE_FLAGS, ServiceJvm.FLAGS);
    }

    /** Appends the flags in the environment variable. The JVM uses the last of two contradicting flags. */
    private static List<String> withFlagsFrom(String variable, List<String> flags) {
        String more = System.getenv(variable);
        return more == null || more.isBlank()
                ? flags
                : Stream.concat(flags.stream(), Stream.of(more.trim().split("\\s+")))
                        .toList();
    }

    private Map<String, String> serviceEnvironment(Component component) {
        Map<String, String> env = new LinkedHashMap<>();
        env.put("QUARKUS_HTTP_HOST", LOOPBACK);
        env.put("QUARKUS_HTTP_PORT", Integer.toString(ports.of(component)));
        IDENTITY.forEach((name, local) -> env.put(name, identity(name, local)));
        env.put("AWS_ENDPOINT_URL_DYNAMODB", ports.dynamoDb().toString());
        env.put("AWS_ENDPOINT_URL_SQS", ports.sqs().toString());
        env.put("AWS_ENDPOINT_URL_SNS", ports.sns().toString());
        env.put("QUARKUS_REDIS_HOSTS", "redis://" + LOOPBACK + ":" + ports.redis());
        env.put("OTEL_EXPORTER_OTLP_ENDPOINT", ports.otlp().toString());
        env.put("STAGE5_METRICS_NAMESPACE", Topology.METRICS_NAMESPACE);
        env.put("STAGE5_METRICS_EVERY", METRICS_INTERVAL);
        env.put("STAGE5_USER_URL", ports.address(Component.USER).toString());
        env.put("STAGE5_CATALOG_URL", ports.address(Component.CATALOG).toString());
        env.put("STAGE5_ORDER_URL", ports.address(Component.ORDER).toString());
        switch (component) {
            case USER -> {
                env.putAll(secrets());
                env.put("QUARKUS_REDIS_SESSIONS_HOSTS", "redis://" + LOOPBACK + ":" + ports.sessions());
                // All customers of a local shop have one address, so their number must not matter.
                env.put("STAGE5_USER_ATTEMPTS_ADDRESS", ANY_NUMBER);
                env.put("STAGE5_USER_ATTEMPTS_SIGN_UP_ADDRESS", ANY_NUMBER);
                env.put("STAGE5_USER_ATTEMPTS_REFRESH_ADDRESS", ANY_NUMBER);
            }
            case ORDER -> env.put("STAGE5_PAYMENT_URL", ports.payment().toString());
            case NOTIFICATION -> {
                env.put("QUARKUS_MAILER_HOST", LOOPBACK);
                env.put("QUARKUS_MAILER_PORT", Integer.toString(ports.smtp()));
            }
            case GATEWAY -> {
                // Of the local API Gateway, also if DynamoDB, SQS and SNS are not local.
                env.put("AWS_REGION", AccessKey.REGION);
                env.put("AWS_ACCESS_KEY_ID", AccessKey.GATEWAY.id());
                env.put("AWS_SECRET_ACCESS_KEY", AccessKey.GATEWAY.secret());
                // Tools and tests find their spans by the trace that they begin.
                env.put("STAGE5_GATEWAY_TRACING_TRUSTED_CALLERS", LOOPBACK);
                SIGNED.forEach((service, variable) ->
                        env.put(variable, Boolean.toString(AccessKey.isRequired(service, forms.of(service)))));
            }
            default -> {
                // The other services need only the common variables.
            }
        }
        env.putAll(variables.getOrDefault(component, Map.of()));
        return env;
    }

    /** An external AWS may check its callers, so this command's environment takes precedence. */
    private String identity(String name, String local) {
        return ports.hasExternalAws() ? System.getenv().getOrDefault(name, local) : local;
    }

    private Map<String, String> secrets() {
        Admin admin = state.admin();
        return Map.of(
                "STAGE5_TOKENS_KEYS_FILE", state.keys().toString(),
                "STAGE5_ADMIN_EMAIL", admin.email(),
                "STAGE5_ADMIN_PASSWORD", admin.password());
    }
}
