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
 * Fails a test after which SNS has accepted an event that is not what its publisher's contract says, and names the field.
 * It looks after every Quarkus test that has a {@link LocalCloudResource}; what is published behind a test's back is
 * seen after the next one.
 */
public final class PublishedEventsCheck implements QuarkusTestAfterEachCallback {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Override
    public void afterEach(QuarkusTestMethodContext context) {
        console().ifPresent(console -> {
            JsonNode departures = published(console).path("departures");
            if (!departures.isEmpty()) {
                throw new AssertionError("Published, and not what the contract says: " + departures.toPrettyString());
            }
        });
    }

    private static Optional<String> console() {
        return ConfigProvider.getConfig().getOptionalValue("stage5.testing.console-url", String.class);
    }

    private static JsonNode published(String console) {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(console + "/published")).build();
        try (HttpClient http = HttpClient.newHttpClient()) {
            return JSON.readTree(
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body());
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud's console does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
