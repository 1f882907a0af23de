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

class HttpClientAttributesTests {

    private final SdkTracerProvider tracing = SdkTracerProvider.builder()
            .addSpanProcessor(new HttpClientAttributes(Map.of("payment", "http://pay.example:8090")))
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

    @ParameterizedTest
    @CsvSource({
        "http://user.example:8083/sessions, user.example, 8083",
        "http://user.example/sessions, user.example, 80",
        "https://user.example?x=1, user.example, 443",
        "http://[::1]:8083, [::1], 8083",
        "http://127.0.0.1:8090/charges, 127.0.0.1, 8090",
        "http://user.example:port/,,"
    })
    void shouldNameTheServer_whenTheUrlHasOne(String url, String address, Long port) {
        Span span = tracing.get("test")
                .spanBuilder("GET")
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute("url.full", url)
                .startSpan();
        span.end();

        ReadableSpan ended = (ReadableSpan) span;
        assertThat(ended.getAttribute(AttributeKey.stringKey("server.address"))).isEqualTo(address);
        assertThat(ended.getAttribute(AttributeKey.longKey("server.port"))).isEqualTo(port);
    }
}
