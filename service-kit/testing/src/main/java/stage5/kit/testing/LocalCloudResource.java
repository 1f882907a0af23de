package stage5.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import stage5.kit.contract.Contract;

/**
 * Gives tests a local cloud: DynamoDB Local, ElasticMQ, an SNS emulator, Redis and a mail server, on free ports. It is a
 * separate process, which starts once per JVM and stops with it: a restart of Quarkus for another test profile uses it
 * again. So tests must not depend on empty stores, and each test has to remove the faults that it injects. {@link
 * PublishedEventsCheck} checks the published events against the contracts.
 */
public final class LocalCloudResource implements QuarkusTestResourceLifecycleManager {

    /** A system property, because each start of Quarkus loads this class again: the port base of the running local cloud. */
    private static final String PORT_BASE = "stage5.testing.local-cloud";

    @Override
    public Map<String, String> start() {
        String running = System.getProperty(PORT_BASE);
        if (running != null) {
            return configuration(Integer.parseInt(running));
        }
        try {
            Path directory = Files.createDirectories(Path.of("target", "local-cloud"));
            Path log = directory.resolve("local-cloud.log");
            int base = new ServerStart(
                            FreePorts::base, ports -> launch(ports, directory, log), LocalCloudResource::health, log)
                    .start();
            System.setProperty(PORT_BASE, Integer.toString(base));
            return configuration(base);
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud cannot be launched", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("The start of the local cloud was interrupted", e);
        }
    }

    @Override
    public void stop() {
        // The local cloud stops with the JVM.
    }

    private static Process launch(int base, Path directory, Path log) throws IOException {
        // The first local cloud after a build writes an archive of its classes when it stops: the others start in half
        // the time (https://docs.oracle.com/en/java/javase/25/vm/class-data-sharing.html).
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "@" + built().resolve("local.options"),
                "-XX:+AutoCreateSharedArchive",
                "-XX:SharedArchiveFile=" + built().resolve("tests.jsa"),
                "-jar",
                built().resolve("local.jar").toString(),
                "--port-base",
                Integer.toString(base),
                "--directory",
                directory.toString(),
                "--zipkin",
                "false"));
        if (Contract.in(Path.of("..", "contract"))
                .publishes()) { // the kit's own tests publish events without a contract
            command.addAll(List.of("--contracts", Path.of("..", "..").toString()));
        }
        Process cloud = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(cloud::destroy, "stop-local-cloud"));
        return cloud;
    }

    private static Map<String, String> configuration(int base) {
        // The SDK reads these itself, so they are properties of the process, not of Quarkus.
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        Map<String, String> configuration = new HashMap<>(Map.of(
                "quarkus.dynamodb.endpoint-override", url(base + 12),
                "quarkus.sqs.endpoint-override", url(base + 13),
                "quarkus.sns.endpoint-override", url(base + 14),
                "quarkus.redis.hosts", "redis://127.0.0.1:" + (base + 15),
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.port", Integer.toString(base + 16),
                "quarkus.otel.exporter.otlp.endpoint", url(base + 17),
                "stage5.payment-url", url(base + 10),
                "stage5.testing.console-url", url(base + 11)));
        configuration.put("quarkus.redis.sessions.hosts", "redis://127.0.0.1:" + (base + 9));
        return configuration;
    }

    private static URI health(int base) {
        return URI.create(url(base + 11) + "/health");
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    /** Returns the folder of the built local cloud: the tests run in a module somewhere below the project's root. */
    private static Path built() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path target = folder.resolve("deploy/local/target");
            if (Files.exists(target.resolve("local.jar"))) {
                return target;
            }
        }
        throw new IllegalStateException("The local cloud is not built: ./mvnw -pl deploy/local -am package");
    }
}
