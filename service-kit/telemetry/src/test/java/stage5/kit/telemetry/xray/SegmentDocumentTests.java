package stage5.kit.telemetry.xray;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import stage5.kit.telemetry.TestSpan;

class SegmentDocumentTests {

    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";

    @Test
    void shouldBeASegmentOfTheService_whenTheSpanHandlesARequest() throws IOException {
        JsonNode document = document(TestSpan.of("POST /orders", "SERVER")
                .id(TRACE, "00f067aa0ba902b7", "b7ad6b7169203331")
                .with("http.request.method", "POST")
                .with("url.path", "/orders")
                .with("http.response.status_code", 202L)
                .resource("service.version", "1"));

        assertThat(document.path("name").asText()).isEqualTo("order-service");
        assertThat(document.has("type")).isFalse();
        assertThat(document.path("trace_id").asText()).isEqualTo("1-4bf92f35-77b34da6a3ce929d0e0e4736");
        assertThat(document.path("parent_id").asText()).isEqualTo("b7ad6b7169203331");
        assertThat(document.at("/http/request/url").asText()).isEqualTo("/orders");
        assertThat(document.at("/http/response/status").asInt()).isEqualTo(202);
        assertThat(document.at("/metadata/default/otel.resource.service.version")
                        .asText())
                .isEqualTo("1");
        assertThat(document.has("fault")).isFalse();
    }

    @Test
    void shouldBeASubsegmentOfTheCalledSystem_whenTheSpanIsACall() throws IOException {
        JsonNode payment = document(call().with("peer.service", "payment").with("http.response.status_code", 503L));
        JsonNode table = document(call().with("db.system.name", "aws.dynamodb")
                .with("db.operation.name", "GetItem")
                .with("aws.dynamodb.table_names", List.of("orders")));

        assertThat(payment.path("type").asText()).isEqualTo("subsegment");
        assertThat(payment.path("name").asText()).isEqualTo("payment");
        assertThat(payment.path("namespace").asText()).isEqualTo("remote");
        assertThat(payment.path("fault").asBoolean()).isTrue();
        assertThat(table.path("name").asText()).isEqualTo("DynamoDB");
        assertThat(table.path("namespace").asText()).isEqualTo("aws");
        assertThat(table.at("/aws/operation").asText()).isEqualTo("GetItem");
    }

    @Test
    void shouldIndexTheNamedAttributesOnly() throws IOException {
        JsonNode document = document(TestSpan.of("work", "SERVER")
                .with("shop.order", "1")
                .with("shop.other", "2")
                .with("aws.xray.annotations", List.of("shop.order")));

        assertThat(document.path("annotations").toString()).isEqualTo("{\"shop_order\":\"1\"}");
        assertThat(document.at("/metadata/default").toString()).isEqualTo("{\"shop.other\":\"2\"}");
    }

    @Test
    void shouldMarkThrottledRequestsAsErrors() throws IOException {
        JsonNode document = document(TestSpan.of("work", "SERVER").with("http.response.status_code", 429L));

        assertThat(document.path("error").asBoolean()).isTrue();
        assertThat(document.path("throttle").asBoolean()).isTrue();
        assertThat(document.has("fault")).isFalse();
    }

    @Test
    void shouldKeepTheLinks() throws IOException {
        JsonNode document =
                document(TestSpan.of("process", "CONSUMER").id(TRACE, "1", null).link(TRACE.replace('4', '5'), "2"));

        assertThat(document.at("/links/0/trace_id").asText()).isEqualTo("1-5bf92f35-77b35da6a3ce929d0e0e5736");
        assertThat(document.at("/links/0/id").asText()).isEqualTo("2");
    }

    private static TestSpan call() {
        return TestSpan.of("call", "CLIENT").id(TRACE, "00f067aa0ba902b7", "b7ad6b7169203331");
    }

    private static JsonNode document(TestSpan span) throws IOException {
        return new ObjectMapper().readTree(SegmentDocument.of(span.build()).json());
    }
}
