package stage5.local.traces;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.Span;

/** Zipkin draws a system that sends no spans on its map if a CLIENT span names it as the remote endpoint. */
class ZipkinSpanTests {

    @Test
    void shouldNameTheCalledSystem_whenItSendsNoSpans() {
        assertThat(remote("CLIENT", Map.of("peer.service", "payment", "http.request.method", "POST")))
                .isEqualTo("payment");
        assertThat(remote("CLIENT", Map.of("peer.service", "mail", "network.protocol.name", "smtp")))
                .isEqualTo("mail");
        assertThat(remote("CLIENT", Map.of("db.system.name", "redis"))).isEqualTo("redis");
        assertThat(remote("PRODUCER", Map.of("messaging.system", "aws.sns"))).isEqualTo("aws.sns");
    }

    @Test
    void shouldNameNoSystem_whenTheSpanCallsNone() {
        assertThat(ZipkinSpan.of(span("CLIENT", Map.of("server.address", "127.0.0.1")))
                        .remoteEndpoint())
                .isNull();
        assertThat(ZipkinSpan.of(span("CONSUMER", Map.of("messaging.system", "aws_sqs")))
                        .remoteEndpoint())
                .isNull();
    }

    private static String remote(String kind, Map<String, Object> attributes) {
        return ZipkinSpan.of(span(kind, attributes)).remoteEndpoint().serviceName();
    }

    private static Span span(String kind, Map<String, Object> attributes) {
        return new Span(
                "a", "1", null, "order-service", "call", kind, 0, 1, "UNSET", null, attributes, List.of(), List.of());
    }
}
