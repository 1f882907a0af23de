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
 * A custom runtime with a function that does what its event says in {@code do}, so that tests can see what the service
 * makes of it. Started as a {@code bootstrap}.
 */
final class ProbeRuntime {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

    private final HttpClient http = HttpClient.newHttpClient();
    private final AtomicLong ticks = new AtomicLong();

    public static void main(String... arguments) throws Exception {
        new ProbeRuntime().run();
    }

    private void run() throws IOException, InterruptedException {
        failInitIfToldTo();
        startTicking();
        while (true) {
            HttpResponse<String> event = http.send(
                    HttpRequest.newBuilder(URI.create(API + "invocation/next")).build(), BodyHandlers.ofString());
            handle(event);
        }
    }

    /** The file counts the starts, so that a first one can fail and a second one can not. */
    private void failInitIfToldTo() throws IOException, InterruptedException {
        String told = System.getenv("INIT");
        if (told == null) {
            return;
        }
        Path starts = Path.of(System.getenv("STARTS"));
        int before = Files.exists(starts) ? Files.readString(starts).length() : 0;
        Files.writeString(starts, "x".repeat(before + 1));
        if (before > 0 && told.startsWith("once-")) {
            return;
        }
        switch (told.replace("once-", "")) {
            case "exit" -> System.exit(7);
            case "hang" -> new CountDownLatch(1).await();
            case "error" -> {
                post("init/error", "{\"errorType\":\"Probe.NoInit\",\"errorMessage\":\"told to\"}", "Probe.NoInit");
                System.exit(1);
            }
            default -> throw new IllegalStateException(told);
        }
    }

    /** A background thread that works all the time, but not while it is frozen. */
    private void startTicking() {
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
        switch (event.path("do").asText("tell")) {
            case "tell" -> post("invocation/" + id + "/response", tell(next, event), null);
            case "error" ->
                post(
                        "invocation/" + id + "/error",
                        "{\"errorType\":\"Probe.Failed\",\"errorMessage\":\"told to\"}",
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
                post("invocation/" + id + "/response", tell(next, event), null);
            }
            case "after" -> { // goes on working between its answer and the next event
                post("invocation/" + id + "/response", "{}", null);
                await(Path.of(event.path("for").asText()));
            }
            case "out-of-turn" -> {
                int early = http.send(
                                HttpRequest.newBuilder(URI.create(API + "invocation/next"))
                                        .build(),
                                BodyHandlers.discarding())
                        .statusCode();
                int unknown = post("invocation/somebody-elses/response", "{}", null);
                post("invocation/" + id + "/response", "{\"early\":%d,\"unknown\":%d}".formatted(early, unknown), null);
            }
            case "spin" -> {
                long end = System.nanoTime()
                        + TimeUnit.MILLISECONDS.toNanos(event.path("millis").asLong());
                long turns = 0;
                while (System.nanoTime() < end) {
                    turns++;
                }
                post("invocation/" + id + "/response", "{\"turns\":%d}".formatted(turns), null);
            }
            default -> throw new IllegalStateException(next.body());
        }
    }

    private static void await(Path file) throws InterruptedException {
        while (!Files.exists(file)) {
            Thread.sleep(5);
        }
    }

    private String tell(HttpResponse<String> next, JsonNode event) {
        ObjectNode told = JSON.createObjectNode();
        told.set("event", event);
        told.put("pid", ProcessHandle.current().pid());
        told.put("ticks", ticks.get());
        told.put("clock", System.currentTimeMillis());
        next.headers().map().forEach((name, values) -> told.put(name.toLowerCase(), values.getFirst()));
        told.set("environment", JSON.valueToTree(System.getenv()));
        return told.toString();
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
