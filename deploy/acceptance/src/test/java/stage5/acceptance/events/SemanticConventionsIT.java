package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;

/**
 * Checks the spans of the whole run against OpenTelemetry's semantic conventions. Runs last, so that the spans of the other
 * tests are among them.
 */
@Order(Integer.MAX_VALUE)
class SemanticConventionsIT {

    @Test
    void shouldViolateNothing_whenTheSuiteHasRun() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        for (String card : new String[] {"tok_ok", "tok_refused"}) {
            ada.awaitSettled(ada.place(ShopUnderTest.anySku(), card));
        }
        await("spans of both orders")
                .atMost(TestTimeouts.EFFECT)
                .until(() -> report().path("checked").asLong() > 100);

        JsonNode report = report();
        System.out.printf(
                "%,d spans checked against version %s of the conventions: %,d violations%n",
                report.path("checked").asLong(),
                report.path("version").asText(),
                report.path("violations").asLong());
        assertThat(StreamSupport.stream(report.path("findings").spliterator(), false)
                        .map(JsonNode::toString))
                .isEmpty();
    }

    private static JsonNode report() {
        return ShopUnderTest.console().get("/conventions").expect(200).json();
    }
}
