package stage5.kit.events.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class EventCodecTests {

    private static final String EVENT = """
            {"specversion":"1.0","id":"0190a0b0-0000-7000-8000-000000000001","source":"urn:stage5:order-service",
             "type":"stage5.order.placed.v1","subject":"order/1","time":"2026-01-01T00:00:00Z",
             "datacontenttype":"application/json","dataschema":"urn:stage5:schema:stage5.order.placed.v1",
             "sequence":1,"correlationid":"0190a0b0-0000-7000-8000-000000000001","data":{"orderId":"1"%s}}
            """;

    private record Data(String orderId) {}

    @Test
    void shouldReadTheSameEvent_whenItWasWritten() {
        Event event = EventCodec.read(EVENT.formatted(""));

        assertThat(EventCodec.read(EventCodec.write(event))).isEqualTo(event);
        assertThat(EventCodec.write(event))
                .contains("\"specversion\":\"1.0\"", "\"time\":\"2026-01-01T00:00:00Z\"")
                .doesNotContain("causationid");
    }

    @Test
    void shouldIgnoreUnknownFields_whenThePublisherIsNewer() {
        Event event = EventCodec.read(EVENT.formatted(",\"giftWrap\":true").replace("\"id\"", "\"newer\":1,\"id\""));

        assertThat(EventCodec.data(event, Data.class)).isEqualTo(new Data("1"));
    }

    @Test
    void shouldThrow_whenTheJsonIsNotAnEvent() {
        assertThatThrownBy(() -> EventCodec.read("{}")).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> EventCodec.read("[1]")).isInstanceOf(MalformedEventException.class);
        assertThatThrownBy(() -> EventCodec.read(EVENT.formatted("").replace("\"sequence\":1", "\"sequence\":0")))
                .isInstanceOf(MalformedEventException.class);
    }

    @Test
    void shouldFindTheTraceparent_whenTheTextIsNotAnEvent() {
        String traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

        assertThat(EventCodec.traceparent("{\"traceparent\": \"" + traceparent + "\", \"data\":"))
                .isEqualTo(traceparent);
        assertThat(EventCodec.traceparent("{not json")).isNull();
    }
}
