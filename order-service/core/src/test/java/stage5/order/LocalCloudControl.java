package stage5.order;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Controls the local cloud in tests: injects faults and reads the charges of the payment provider. */
@Singleton
public class LocalCloudControl {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String console;
    private final String payment;

    LocalCloudControl(
            @ConfigProperty(name = "stage5.testing.console-url") String console,
            @ConfigProperty(name = "stage5.payment-url") String payment) {
        this.console = console;
        this.payment = payment;
    }

    /** Sets the behaviour of the payment provider; settings that are left out get their defaults. */
    public void payment(Map<String, Object> settings) {
        send("PUT", payment + "/settings", settings);
    }

    /** Removes all faults. */
    public void clearFaults() {
        payment(Map.of("latencyMillis", 0, "jitterMillis", 0));
        sns("ok");
        dynamoDb(Map.of());
        redis("start");
    }

    /** Returns the status of each charge of the order: succeeded, refused or voided. */
    public List<String> charges(String orderId) {
        return send("GET", payment + "/charges?reference=" + orderId, null).findValuesAsText("status");
    }

    /** Starts or stops Redis. */
    public void redis(String action) {
        send("POST", console + "/redis/" + action, null);
    }

    /** Sets SNS to {@code ok} or {@code down}. */
    public void sns(String mode) {
        send("PUT", console + "/faults/sns", Map.of("mode", mode));
    }

    /** Sets the faults of DynamoDB; settings that are left out get their defaults. */
    public void dynamoDb(Map<String, Object> faults) {
        send("PUT", console + "/faults/dynamodb", faults);
    }

    /** Sends a request without REST Assured, which would take longer than most tests. */
    private JsonNode send(String method, String uri, Object body) {
        try {
            BodyPublisher publisher =
                    body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(JSON.writeValueAsString(body));
            HttpRequest request = HttpRequest.newBuilder(URI.create(uri))
                    .header("Content-Type", "application/json")
                    .method(method, publisher)
                    .build();
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new UncheckedIOException("The local cloud does not respond", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
