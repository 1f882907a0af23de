package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;
import stage5.acceptance.client.TestTimeouts;
import stage5.stack.Component;
import stage5.stack.Form;

/**
 * Compares what each process has counted with the spans that arrived. Runs last, so that the spans of the other tests are
 * among them, and the processes that they stop.
 */
@Order(Integer.MAX_VALUE)
class SpanLedgerIT {

    private static final String WORKER = "notification-worker";

    @Test
    void shouldAccountForEachSpan_whenTheSuiteHasRun() {
        TestCustomer ada = TestCustomer.signUp(ShopUnderTest.gateway());
        ada.awaitSettled(ada.place(ShopUnderTest.anySku(), "tok_ok"));
        await("each service has reported").atMost(TestTimeouts.EFFECT).untilAsserted(() -> assertThat(processes())
                .extracting(process -> process.path("service").asText())
                .contains(Component.services().stream().map(Component::toString).toArray(String[]::new)));

        JsonNode ledger = ledger();
        System.out.printf(
                "%,d spans ended in %,d processes: %,d stored, %,d waiting, %,d in flight, %,d dropped, %,d failed,"
                        + " %,d missing%n",
                ledger.path("ended").asLong(),
                ledger.path("processes").size(),
                ledger.path("stored").asLong(),
                ledger.path("waiting").asLong(),
                ledger.path("inFlight").asLong(),
                ledger.path("dropped").asLong(),
                ledger.path("failed").asLong(),
                ledger.path("missing").asLong());
        printFlushes(ledger.path("processes"));
        assertThat(processes()).allSatisfy(process -> {
            assertThat(process.path("missing").asLong())
                    .as("missing spans in %s", process)
                    .isZero();
            assertThat(process.path("stopped").asBoolean())
                    .as("no loss is possible after an orderly stop: %s", process)
                    .isEqualTo(process.path("unreportedAtMost").asLong() == 0);
        });
        assertThat(ledger.path("unreported").asLong())
                .as("spans of processes that report nothing")
                .isZero();
    }

    private static void printFlushes(JsonNode processes) {
        long flushes = 0;
        double millis = 0;
        for (JsonNode process : processes) {
            long own = process.path("flushes").asLong();
            flushes += own;
            millis += own * process.path("meanFlushMillis").asDouble();
        }
        if (flushes > 0) {
            System.out.printf(
                    "The flush before the response: %.2f ms, mean of %,d invocations%n", millis / flushes, flushes);
        }
    }

    @Test
    @Tag("nightly")
    void shouldBoundTheLoss_whenAProcessIsKilled() {
        assumeThat(ShopUnderTest.form(WORKER)).isEqualTo(Form.CONTAINER);
        List<String> before = instances();

        assertThat(ShopUnderTest.runCommand("kill", WORKER).exitCode()).isZero();
        assertThat(ShopUnderTest.runCommand("start", WORKER).exitCode()).isZero();
        TestCustomer.signUp(ShopUnderTest.gateway());

        await("the new process has reported")
                .atMost(TestTimeouts.EFFECT)
                .until(() -> instances().size() > before.size());
        assertThat(processes())
                .filteredOn(process -> process.path("instance").asText().equals(before.getLast()))
                .singleElement()
                .satisfies(killed -> {
                    assertThat(killed.path("stopped").asBoolean()).isFalse();
                    assertThat(killed.path("unreportedAtMost").asLong()).isEqualTo(2_048 + 512);
                });
    }

    private static List<String> instances() {
        return processes().stream()
                .filter(process -> process.path("service").asText().equals(WORKER))
                .map(process -> process.path("instance").asText())
                .toList();
    }

    private static List<JsonNode> processes() {
        return StreamSupport.stream(ledger().path("processes").spliterator(), false)
                .toList();
    }

    private static JsonNode ledger() {
        return ShopUnderTest.console().get("/telemetry/ledger").expect(200).json();
    }
}
