package stage5.local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A custom runtime, started as a {@code bootstrap}. Its function performs the action that its event names in {@code
 * do}, so that tests can observe how the emulator handles it.
 */
final class ProbeRuntime {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong ticks = new AtomicLong();
    private boolean ticking;

    public static void main(String... arguments) throws Exception {
        new ProbeRuntime().run();
    }

    private void run() throws IOException, InterruptedException {
        failInitIfConfigured();
        while (true) {
            HttpResponse<String> event = http.send(
                    HttpRequest.newBuilder(URI.create(API + "invocation/next")).build(), BodyHandlers.ofString());
            handle(event);
        }
    }

    /**
     * Fails as the variable INIT says. The file STARTS counts the starts, so that the first can fail and the second
     * succeed. The bootstrap script handles {@code once-hang}, so that the hanging start needs no JVM.
     */
    private void failInitIfConfigured() throws IOException, InterruptedException {
        String failure = System.getenv("INIT");
        if (failure == null) {
            return;
        }
        Path starts = Path.of(System.getenv("STARTS"));
        int before = Files.exists(starts) ? Files.readString(starts).length() : 0;
        Files.writeString(starts, "x".repeat(before + 1));
        if (before > 0 && failure.startsWith("once-")) {
            return;
        }
        switch (failure.replace("once-", "")) {
            case "exit" -> System.exit(7);
            case "error" -> {
                post("init/error", "{\"errorType\":\"Probe.NoInit\",\"errorMessage\":\"on request\"}", "Probe.NoInit");
                System.exit(1);
            }
            default -> throw new IllegalStateException(failure);
        }
    }

    /**
     * Starts a background thread that counts continuously, except while the process is frozen. It uses a whole CPU, so
     * it starts with the first event that reads the counter: with a limited CPU it would slow the cold start down.
     */
    private void startTicking() {
        if (ticking) {
            return;
        }
        ticking = true;
        Thread.ofPlatform().daemon().start(() -> {
            while (true) {
                ticks.incrementAndGet();
                Thread.onSpinWait();
            }
        });
    }

    private void handle(HttpResponse<String> next) throws IOException, InterruptedException {
        String id = next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
        JsonNode event = JSON.readTree(next.body());
        switch (event.path("do").asText("echo")) {
            case "echo" -> post("invocation/" + id + "/response", echo(next, event), null);
            case "print" -> {
                System.out.println(event.path("text").asText());
                post("invocation/" + id + "/response", "{}", null);
            }
            case "error" ->
                post(
                        "invocation/" + id + "/error",
                        "{\"errorType\":\"Probe.Failed\",\"errorMessage\":\"on request\"}",
                        "Probe.Failed");
            case "exit" -> System.exit(3);
            case "hang" -> new CountDownLatch(1).await();
            case "large" ->
                post(
                        "invocation/" + id + "/response",
                        "\"" + "x".repeat(event.path("bytes").asInt()) + "\"",
                        null);
            case "wait" -> {
                await(Path.of(event.path("for").asText()));
                post("invocation/" + id + "/response", echo(next, event), null);
            }
            case "after" -> { // works between its response and the next event
                post("invocation/" + id + "/response", "{}", null);
                await(Path.of(event.path("for").asText()));
            }
            case "wrong-state" -> {
                int early = http.send(
                                HttpRequest.newBuilder(URI.create(API + "invocation/next"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
                int unknown = post("invocation/unknown/response", "{}", null);
                post("invocation/" + id + "/response", "{\"early\":%d,\"unknown\":%d}".formatted(early, unknown), null);
            }
            case "spin" -> {
                long end = System.nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(event.path("millis").asLong());
                long spins = 0;
                while (System.nanoTime() < end) {
                    spins++;
                }
                post("invocation/" + id + "/response", "{\"spins\":%d}".formatted(spins), null);
            }
            default -> throw new IllegalStateException(next.body());
        }
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(5);
        }
    }

    private String echo(HttpResponse<String> next, JsonNode event) {
        startTicking();
        ObjectNode echo = JSON.createObjectNode();
        echo.set("event", event);
        echo.put("pid", ProcessHandle.current().pid());
        echo.put("ticks", ticks.get());
        echo.put("clock", System.currentTimeMillis());
        next.headers().map().forEach((name, values) -> echo.put(name.toLowerCase(), values.getFirst()));
        echo.set("environment", JSON.valueToTree(System.getenv()));
        return echo.toString();
    }

    private int post(String path, String body, String errorType) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(API + path)).POST(BodyPublishers.ofString(body));
        if (errorType != null) {
            request.header("Lambda-Runtime-Function-Error-Type", errorType);
        }
        return http.send(request.build(), BodyHandlers.discarding()).statusCode();
    }
}
