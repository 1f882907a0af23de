package stage5.local.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;

class TraceStoreTests {

    private final TraceStore store = new TraceStore(4);

    @Test
    void shouldMergeTheSpansOfATrace_whenTheyArriveSeparately() {
        store.add(List.of(span("a", "1", "gateway"), span("b", "2", "gateway")));
        store.add(List.of(span("a", "3", "order-service")));

        assertThat(store.find("a").orElseThrow().spans())
                .extracting(Span::spanId)
                .containsExactly("1", "3");
        assertThat(store.newest("order-service", 10)).extracting(Trace::traceId).containsExactly("a");
        assertThat(store.newest(null, 10)).extracting(Trace::traceId).containsExactly("b", "a");
        assertThat(store.newest(null, 1)).extracting(Trace::traceId).containsExactly("b");
    }

    @Test
    void shouldDropWholeTraces_whenThereAreTooManySpans() {
        store.add(List.of(span("a", "1", "s"), span("a", "2", "s"), span("b", "3", "s"), span("b", "4", "s")));
        store.add(List.of(span("c", "5", "s")));

        assertThat(store.find("a")).isEmpty();
        assertThat(store.find("b").orElseThrow().spans()).hasSize(2);
        assertThat(store.size()).isEqualTo(3);
    }

    @Test
    void shouldStayBounded_whenOneTraceIsTooLarge() {
        for (int i = 0; i < 10; i++) {
            store.add(List.of(span("a", Integer.toString(i), "s")));
        }

        assertThat(store.size()).isLessThanOrEqualTo(4);
    }

    private static Span span(String traceId, String spanId, String service) {
        return new Span(
                traceId, spanId, null, service, "name", "SERVER", 0, 1, "UNSET", null, Map.of(), List.of(), List.of());
    }
}
