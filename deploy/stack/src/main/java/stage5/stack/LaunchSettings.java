package stage5.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * How each component is started: its command line and its environment. The environment is the contract between the services
 * and whatever runs them, here or in a container on AWS; nothing else tells a service where it is.
 */
public final class LaunchSettings {

    /** The variable with more flags for the services' JVMs, for those who measure: {@code -XX:TieredStopAtLevel=4}. */
    static final String MORE_FLAGS = "STAGE5_JAVA_FLAGS";

    /** The same for the local cloud's JVM. */
    static final String MORE_CLOUD_FLAGS = "STAGE5_CLOUD_JAVA_FLAGS";

    private static final String LOOPBACK = "127.0.0.1";

    /** Who the services are to the local cloud, which takes anybody, and to emulators, which mostly do. */
    private static final Map<String, String> IDENTITY = Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local",
            "STAGE5_ACCOUNT", "000000000000");

    private final Project project;
    private final Ports ports;
    private final StateDirectory state;
    private final boolean training;
    private final BuildVariant build;

    /** @param training whether the components write their {@link AotCache} when they end, instead of using it */
    LaunchSettings(Project project, Ports ports, boolean training) {
        this(project, ports, project.state(ports), training, BuildVariant.NEWEST);
    }

    private LaunchSettings(Project project, Ports ports, StateDirectory state, boolean training, BuildVariant build) {
        this.project = project;
        this.ports = ports;
        this.state = state;
        this.training = training;
        this.build = build;
    }

    /** Returns the same, but for the services, which are started as they are built in that checkout in that way. */
    LaunchSettings of(BuildVariant other, Project artifacts) {
        return new LaunchSettings(artifacts, ports, state, training, other);
    }

    /** Returns the command line of the component; throws {@link StackException} where it isn't built. */
    List<String> command(Component component) {
        return switch (build) {
            case NEWEST -> newestCommand(component);
            case JVM -> jvmCommand(component, List.of());
            case JVM_AOT -> jvmCommand(component, cache(component).using());
            case NATIVE ->
                project.executable(component)
                        .map(LaunchSettings::nativeCommand)
                        .orElseThrow(
                                () -> new StackException("%s is not built as a native executable".formatted(component)));
        };
    }

    /**
     * Its native executable's where that was built last, its jar's else, and always in training, for which an executable
     * has no use.
     */
    private List<String> newestCommand(Component component) {
        return Optional.of(component)
                .filter(trainee -> !training)
                .flatMap(project::newestExecutable)
                .map(LaunchSettings::nativeCommand)
                .orElseGet(() -> jvmCommand(
                        component, training ? cache(component).recording() : cache(component).using()));
    }

    /**
     * A service as a container, in one of the ways in which it can be built.
     *
     * @param kind what runs it
     * @param files the executable, or the folder with the jars
     */
    public record Artifact(String kind, Path files, List<String> command) {

        private static final String NATIVE = "native";

        /** Returns whether it is an executable that needs no JVM. */
        public boolean isNative() {
            return kind.equals(NATIVE);
        }
    }

    /** Returns all that is built of the service as a container. */
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
            throw new StackException(
                    "%s is not built: %s is missing. ./mvnw package -DskipTests makes it.".formatted(component, jar));
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
     * What the local cloud is told to run a service as functions.
     *
     * @param port of its HTTP API
     * @param directory of the service, where the build leaves a {@code function.zip} per module
     * @param log what the functions write goes there
     * @param environment the functions' variables
     */
    public record Deployment(int port, String directory, String log, Map<String, String> environment) {}

    /** Returns what the local cloud is told to run the service as functions. */
    public Deployment deployment(Component service) {
        Map<String, String> environment = serviceEnvironment(service);
        environment.keySet().removeAll(List.of("QUARKUS_HTTP_HOST", "QUARKUS_HTTP_PORT"));
        return new Deployment(
                ports.of(service),
                project.root().resolve(service.label()).toString(),
                state.log(service).toString(),
                environment);
    }

    /** Returns the variables that the component is given on top of this process's own. */
    public Map<String, String> environment(Component component) {
        return component == Component.CLOUD ? Map.of() : serviceEnvironment(component);
    }

    /** The build leaves the flags that the local cloud wants beside its jar. */
    private static List<String> cloudFlags(Path jar) {
        return and(MORE_CLOUD_FLAGS, List.of("@" + jar.resolveSibling("local.options")));
    }

    private static List<String> serviceFlags() {
        return and(MORE_FLAGS, ServiceJvm.FLAGS);
    }

    /** Returns the flags and those of the variable; the last of two that contradict each other wins. */
    private static List<String> and(String variable, List<String> flags) {
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
        env.put("STAGE5_USER_URL", ports.address(Component.USER).toString());
        env.put("STAGE5_CATALOG_URL", ports.address(Component.CATALOG).toString());
        env.put("STAGE5_ORDER_URL", ports.address(Component.ORDER).toString());
        switch (component) {
            case USER -> env.putAll(secrets());
            case ORDER -> env.put("STAGE5_PAYMENT_URL", ports.payment().toString());
            case NOTIFICATION -> {
                env.put("QUARKUS_MAILER_HOST", LOOPBACK);
                env.put("QUARKUS_MAILER_PORT", Integer.toString(ports.smtp()));
            }
            default -> {
                // The others need no more than all do.
            }
        }
        return env;
    }

    /** An external AWS may know its callers: the environment of this command says who calls. */
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
