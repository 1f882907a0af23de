package stage5.order;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Controls the local cloud in tests: injects faults and reads the charges of the payment provider. */
@Singleton
public class LocalCloudControl {

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
        given().contentType(ContentType.JSON)
                .body(settings)
                .put(payment + "/settings")
                .then()
                .statusCode(200);
    }

    /** Removes all faults. */
    public void clearFaults() {
        payment(Map.of("latencyMillis", 0, "jitterMillis", 0));
        sns("ok");
        redis("start");
    }

    /** Returns the status of each charge of the order: succeeded, refused or voided. */
    public List<String> charges(String orderId) {
        return given().queryParam("reference", orderId)
                .get(payment + "/charges")
                .then()
                .statusCode(200)
                .extract()
                .path("status");
    }

    /** Starts or stops Redis. */
    public void redis(String action) {
        given().post(console + "/redis/" + action).then().statusCode(200);
    }

    /** Sets SNS to {@code ok} or {@code down}. */
    public void sns(String mode) {
        given().contentType(ContentType.JSON)
                .body(Map.of("mode", mode))
                .put(console + "/faults/sns")
                .then()
                .statusCode(200);
    }
}
