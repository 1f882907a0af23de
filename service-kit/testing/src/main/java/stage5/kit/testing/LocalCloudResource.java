package stage5.kit.testing;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import stage5.kit.contract.Contract;

/**
 * Gives a service's tests a local cloud of their own, in a process of its own: the real DynamoDB Local, ElasticMQ, SNS
 * stand-in, Redis and mail server, on free ports. What the tests of a publisher publish there has to keep the contracts:
 * {@link PublishedEventsCheck} sees to that.
 */
public final class LocalCloudResource implements QuarkusTestResourceLifecycleManager {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(100);

    private Process cloud;

    @Override
    public Map<String, String> start() {
        try {
            Path directory = Files.createDirectories(Path.of("target", "local-cloud"));
            int base = FreePorts.base();
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "@" + built().resolve("local.options"),
                    "-jar",
                    built().resolve("local.jar").toString(),
                    "--port-base",
                    Integer.toString(base),
                    "--directory",
                    directory.toString(),
                    "--zipkin",
                    "false"));
            if (Contract.in(Path.of("..", "contract")).publishes()) { // the kit's own tests make events up
                command.addAll(List.of("--contracts", Path.of("..", "..").toString()));
            }
            cloud = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("local-cloud.log").toFile())
                    .start();
            awaitHealth(base);
            return configuration(base);
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud did not start", e);
        }
    }

    @Override
    public void stop() {
        if (cloud != null) {
            cloud.destroy();
            try {
                if (!cloud.waitFor(10, TimeUnit.SECONDS)) {
                    cloud.destroyForcibly();
                }
            } catch (InterruptedException e) {
                cloud.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Map<String, String> configuration(int base) {
        // The SDK reads these itself, so they are properties of the process, not of Quarkus.
        System.setProperty("aws.region", "us-east-1");
        System.setProperty("aws.accessKeyId", "local");
        System.setProperty("aws.secretAccessKey", "local");
        return Map.of(
                "quarkus.dynamodb.endpoint-override", url(base + 12),
                "quarkus.sqs.endpoint-override", url(base + 13),
                "quarkus.sns.endpoint-override", url(base + 14),
                "quarkus.redis.hosts", "redis://127.0.0.1:" + (base + 15),
                "quarkus.mailer.host", "127.0.0.1",
                "quarkus.mailer.port", Integer.toString(base + 16),
                "quarkus.otel.exporter.otlp.endpoint", url(base + 17),
                "stage5.payment-url", url(base + 10),
                "stage5.testing.console-url", url(base + 11));
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

    private void awaitHealth(int base) throws IOException {
        HttpRequest health = HttpRequest.newBuilder(URI.create(url(base + 11) + "/health"))
                .timeout(Duration.ofSeconds(2))
                .build();
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        try (HttpClient http = HttpClient.newHttpClient()) {
            while (System.nanoTime() < deadline) {
                if (!cloud.isAlive()) {
                    throw new IOException("The local cloud ended: see target/local-cloud/local-cloud.log");
                }
                try {
                    if (http.send(health, HttpResponse.BodyHandlers.discarding())
                                    .statusCode()
                            == 200) {
                        return;
                    }
                } catch (IOException notYetListening) {
                    // Looked at again below, until the deadline.
                }
                cloud.waitFor(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        throw new IOException("The local cloud was not ready within " + PATIENCE);
    }
}
