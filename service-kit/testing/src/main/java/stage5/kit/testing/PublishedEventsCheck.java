package stage5.kit.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.callback.QuarkusTestAfterEachCallback;
import io.quarkus.test.junit.callback.QuarkusTestMethodContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.eclipse.microprofile.config.ConfigProvider;

/**
 * Checks after every Quarkus test with a {@link LocalCloudResource} whether all published events comply with their
 * contracts. Fails the test otherwise, and names the field. An event that is published in the background after the
 * check fails the next test.
 */
public final class PublishedEventsCheck implements QuarkusTestAfterEachCallback {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        console().ifPresent(console -> {
            JsonNode violations = published(console).path("departures");
            if (!violations.isEmpty()) {
                throw new AssertionError("Published events violate their contract: " + violations.toPrettyString());
            }
        });
    }

    private static Optional<String> console() {
        return ConfigProvider.getConfig().getOptionalValue("stage5.testing.console-url", String.class);
    }

    private static JsonNode published(String console) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(console + "/published")).build();
        try {
            return JSON.readTree(
                    HTTP.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud's console does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
