package stage5.cli.measure;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;

/** Replaces a native function in tests: answers each event, and fails if the event is empty. */
public final class StubFunction {

    private static final URI API = URI.create("http://" + System.getenv("AWS_LAMBDA_RUNTIME_API"));

    private static final HttpClient HTTP = HttpClient.newHttpClient();

    public static void main(String[] arguments) throws IOException, InterruptedException {
        while (true) {
            HttpResponse<String> event = HTTP.send(to("next").build(), BodyHandlers.ofString());
            String id =
                    event.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
            String verdict = event.body().isEmpty() ? "/error" : "/response";
            HTTP.send(
                    to(id + verdict)
                            .POST(BodyPublishers.ofString("said by the function"))
                            .build(),
                    BodyHandlers.discarding());
        }
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(API.resolve("/2018-06-01/runtime/invocation/" + path));
    }
}
