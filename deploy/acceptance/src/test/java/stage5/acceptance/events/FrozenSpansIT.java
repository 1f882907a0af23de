package stage5.acceptance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import stage5.acceptance.Shop;
import stage5.acceptance.client.Http;
import stage5.cli.stack.Form;

/** A function is frozen as soon as it has answered: its spans have to be gone by then, or wait for the next invocation. */
@Tag("functions")
class FrozenSpansIT {

    private static final int INVOCATIONS = 1_000;
    private static final String SERVICE = "catalog-service";
    private static final String CLIENT_SPAN = Trace.id(8);
    private static final String LATE = "Spans are not sent after";

    private final Http catalog = Shop.service(SERVICE);

    @Test
    void shouldLoseNoSpan_whenAThousandInvocationsAreFrozen() {
        assumeThat(Shop.form(SERVICE)).isEqualTo(Form.LAMBDA);
        String page = "/api/products/" + Shop.anySku();
        long lateBefore = Shop.logged(SERVICE, LATE);

        List<String> traces = new ArrayList<>();
        for (int i = 0; i < INVOCATIONS; i++) {
            String traceId = Trace.id(16);
            traced(traceId).get(page).expect(200);
            traces.add(traceId);
        }
        long arrivedAtOnce = traces.stream().filter(this::hasArrived).count();
        await("what was late comes with a later invocation")
                .atMost(Duration.ofSeconds(30))
                .until(() -> {
                    traced(Trace.id(16)).get(page).expect(200);
                    return traces.stream().allMatch(this::hasArrived);
                });

        System.out.printf(
                "%d invocations, frozen after each: the server spans of %d had arrived when the last was answered, of %d"
                        + " later; lost %d; %d flushes were late%n",
                INVOCATIONS,
                arrivedAtOnce,
                INVOCATIONS - arrivedAtOnce,
                traces.stream().filter(trace -> !hasArrived(trace)).count(),
                Shop.logged(SERVICE, LATE) - lateBefore);
        assertThat(arrivedAtOnce).as("nearly all within the flush's bound").isGreaterThan(INVOCATIONS * 95 / 100);
        assertThat(traces).allSatisfy(FrozenSpansIT::assertNoneIsMissing);
    }

    private Http traced(String traceId) {
        return catalog.with("traceparent", "00-" + traceId + "-" + CLIENT_SPAN + "-01");
    }

    private boolean hasArrived(String traceId) {
        return Trace.read(traceId).spans().stream().anyMatch(span -> span.kind().equals("SERVER"));
    }

    /** A span whose parent isn't there, but for the one that came from outside, would tell of one that was lost. */
    private static void assertNoneIsMissing(String traceId) {
        Trace trace = Trace.read(traceId);
        assertThat(trace.spans())
                .filteredOn(span -> trace.parent(span) == null)
                .extracting(Trace.Span::parentSpanId)
                .containsExactly(CLIENT_SPAN);
    }
}
