package stage5.local.conformance;

import static java.nio.charset.StandardCharsets.UTF_8;

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
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.TreeMap;

/** A custom runtime, started as a {@code bootstrap}, that handles events by a {@link FunctionBehaviour}. */
final class ConformanceRuntime {

    /** The environment variable that contains the behaviour's settings as JSON. */
    static final String BEHAVIOUR = "CONFORMANCE_BEHAVIOUR";

    /** The environment variable that names the file to which each invocation is appended, as a line of JSON. */
    static final String RECORD = "CONFORMANCE_RECORD";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String API = "http://" + System.getenv("AWS_LAMBDA_RUNTIME_API") + "/2018-06-01/runtime/";

    private final HttpClient http = HttpClient.newHttpClient();

    public static void main(String... arguments) throws IOException, InterruptedException {
        new ConformanceRuntime().run(new FunctionBehaviour(JSON.readTree(System.getenv(BEHAVIOUR))));
    }

    private void run(FunctionBehaviour behaviour) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<byte[]> next = http.send(
                    HttpRequest.newBuilder(URI.create(API + "invocation/next")).build(), BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>();
            next.headers().map().forEach((name, values) -> headers.put(name.toLowerCase(), values.getFirst()));
            String id = headers.get("lambda-runtime-aws-request-id");
            record(id, next.body());
            switch (behaviour.handle(next.body(), headers, System.getenv())) {
                case FunctionBehaviour.FunctionOutcome.Response(byte[] payload) ->
                    post("invocation/" + id + "/response", payload, null);
                case FunctionBehaviour.FunctionOutcome.Error error ->
                    post("invocation/" + id + "/error", error.json().getBytes(UTF_8), error.type());
                case FunctionBehaviour.FunctionOutcome.Exit exit -> System.exit(3);
            }
        }
    }

    private static void record(String id, byte[] event) throws IOException {
        ObjectNode line = JSON.createObjectNode().put("requestId", id);
        line.set("event", JSON.readTree(event));
        Files.writeString(
                Path.of(System.getenv(RECORD)), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private void post(String path, byte[] body, String errorType) throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(API + path)).POST(BodyPublishers.ofByteArray(body));
        if (errorType != null) {
            request.header("Lambda-Runtime-Function-Error-Type", errorType);
        }
        http.send(request.build(), BodyHandlers.discarding());
    }
}
