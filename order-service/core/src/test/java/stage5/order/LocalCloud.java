package stage5.order;

import static io.restassured.RestAssured.given;

import io.restassured.http.ContentType;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What tests do to the local cloud: break its parts, and ask the payment provider what it has done. */
@Singleton
public class LocalCloud {

    private final String console;
    private final String payment;

    LocalCloud(
            @ConfigProperty(name = "stage5.testing.console-url") String console,
            @ConfigProperty(name = "stage5.payment-url") String payment) {
        this.console = console;
        this.payment = payment;
    }

    /** Lets the payment provider behave so; what is not set has its default. */
    public void payment(Map<String, Object> settings) {
        given().contentType(ContentType.JSON)
                .body(settings)
                .put(payment + "/settings")
                .then()
                .statusCode(200);
    }

    /** Lets every part work as it should. */
    public void mend() {
        payment(Map.of("latencyMillis", 0, "jitterMillis", 0));
        sns("ok");
        redis("start");
    }

    /** Returns what became of the charges for the order: succeeded, refused or voided. */
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

    /** Lets SNS be ok or down. */
    public void sns(String mode) {
        given().contentType(ContentType.JSON)
                .body(Map.of("mode", mode))
                .put(console + "/faults/sns")
                .then()
                .statusCode(200);
    }
}
