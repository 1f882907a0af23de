package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.stack.Form;

/** A function is frozen once it has responded. Tests that its spans are flushed by then or in the next invocation. */
@Tag("functions")
class FrozenSpansIT {

    private static final int INVOCATIONS = 1_000;
    private static final String SERVICE = "catalog-service";
    private static final String CLIENT_SPAN = StoredTrace.randomHex(8);
    private static final String LATE_FLUSH = "Spans are not sent after";

    private final ApiClient catalog = ShopUnderTest.service(SERVICE);

    @Test
    void shouldLoseNoSpan_whenAThousandInvocationsAreFrozen() {
        assumeThat(ShopUnderTest.form(SERVICE)).isEqualTo(Form.LAMBDA);
        String page = "/api/products/" + ShopUnderTest.anySku();
        long lateBefore = ShopUnderTest.countLogLines(SERVICE, LATE_FLUSH);

        List<String> traces = new ArrayList<>();
        for (int i = 0; i < INVOCATIONS; i++) {
            String traceId = StoredTrace.randomHex(16);
            traced(traceId).get(page).expect(200);
            traces.add(traceId);
        }
        long arrivedAtOnce = traces.stream().filter(this::hasArrived).count();
        await("late spans arrive with a later invocation")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    traced(StoredTrace.randomHex(16)).get(page).expect(200);
                    return traces.stream().allMatch(this::hasArrived);
                });

        System.out.printf(
                "%d invocations, frozen after each: %d server spans had arrived at the last response, %d arrived later;"
                        + " lost %d; %d late flushes%n",
                INVOCATIONS,
                arrivedAtOnce,
                INVOCATIONS - arrivedAtOnce,
                traces.stream().filter(trace -> !hasArrived(trace)).count(),
                ShopUnderTest.countLogLines(SERVICE, LATE_FLUSH) - lateBefore);
        assertThat(arrivedAtOnce)
                .as("nearly all arrive within the flush time limit")
                .isGreaterThan(INVOCATIONS * 95 / 100);
        assertThat(traces).allSatisfy(FrozenSpansIT::assertNoSpanIsMissing);
    }

    private ApiClient traced(String traceId) {
        return catalog.with("traceparent", "00-" + traceId + "-" + CLIENT_SPAN + "-01");
    }

    private boolean hasArrived(String traceId) {
        return StoredTrace.read(traceId).spans().stream()
                .anyMatch(span -> span.kind().equals("SERVER"));
    }

    /** A span without its parent shows that a span was lost, except for the root span, whose parent is the client's. */
    private static void assertNoSpanIsMissing(String traceId) {
        StoredTrace trace = StoredTrace.read(traceId);
        assertThat(trace.spans())
                .filteredOn(span -> trace.parent(span) == null)
                .extracting(StoredTrace.Span::parentSpanId)
                .containsExactly(CLIENT_SPAN);
    }
}
