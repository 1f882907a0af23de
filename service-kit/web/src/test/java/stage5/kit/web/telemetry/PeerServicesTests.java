package stage5.kit.web.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.ReadableSpan;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerServicesTests {

    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(new PeerServices(Map.of("payment", "http://pay.example:8090")))
            .build();

    @AfterEach
    void close() {
        tracing.close();
    }

    @ParameterizedTest
    @CsvSource({
        "CLIENT, http://pay.example:8090/charges, payment",
        "CLIENT, http://user.example:8083/sessions,",
        "CLIENT,,",
        "SERVER, http://pay.example:8090/charges,"
    })
    void shouldNameThePeer_whenTheCallGoesToItsUrl(SpanKind kind, String url, String peer) {
        Span span = tracing.get("test").spanBuilder("POST").setSpanKind(kind).startSpan();
        if (url != null) {
            span.setAttribute("url.full", url);
        }
        span.end();

        assertThat(((ReadableSpan) span).getAttribute(AttributeKey.stringKey("peer.service")))
                .isEqualTo(peer);
    }
}
