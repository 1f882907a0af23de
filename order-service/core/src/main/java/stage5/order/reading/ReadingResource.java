package stage5.order.reading;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.jboss.resteasy.reactive.RestResponse;
import org.jboss.resteasy.reactive.RestResponse.ResponseBuilder;
import org.jboss.resteasy.reactive.RestStreamElementType;
import stage5.kit.web.identity.Caller;
import stage5.kit.web.problem.ProblemException;
import stage5.order.reading.StreamItem.End;
import stage5.order.reading.StreamItem.Heartbeat;
import stage5.order.reading.StreamItem.Reconnect;
import stage5.order.reading.StreamItem.Update;
import stage5.order.store.OrderStore;

/** {@code GET /api/orders/{id}} and {@code GET /api/orders/{id}/events}: an order and its event stream. */
@Path("/api/orders")
@Authenticated
public class ReadingResource {

    /** The last event that a reconnecting client has received (<a
     * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header">HTML Standard</a>). */
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final OrderStore orders;
    private final OrderEventStreams streams;
    private final StreamSettings settings;
    private final Caller caller;

    ReadingResource(OrderStore orders, OrderEventStreams streams, StreamSettings settings, Caller caller) {
        this.orders = orders;
        this.streams = streams;
        this.settings = settings;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<OrderResponse> get(@PathParam("id") String id) {
        return orders.owned(OrderId.requireValid(id), caller.userId()).map(stored -> OrderResponse.of(stored.order()));
    }

    @GET
    @Path("/{id}/events")
    @OwnerOnly
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam(LAST_EVENT_ID) String lastEventId,
            @HeaderParam(PreferHeader.NAME) List<String> prefer,
            @Context Sse sse) {
        long after = position(lastEventId);
        return PreferHeader.wait(prefer)
                .or(settings::longPoll)
                .map(longPoll -> streams.await(id, after, longPoll))
                .orElseGet(() -> streams.follow(id, after))
                .map(item -> event(item, sse));
    }

    /** Responds as a stream begins. Without it, JAX-RS would open a stream for HEAD, and hold it until it ends. */
    @HEAD
    @Path("/{id}/events")
    @OwnerOnly
    public RestResponse<Void> describeEvents(@PathParam("id") String id) {
        return ResponseBuilder.<Void>ok().type(MediaType.SERVER_SENT_EVENTS).build();
    }

    private static long position(String lastEventId) {
        if (lastEventId == null || lastEventId.isEmpty()) {
            return 0;
        }
        if (!lastEventId.matches("\\d{1,9}")) {
            throw ProblemException.invalid(LAST_EVENT_ID, "must be the id of an event of this stream");
        }
        return Long.parseLong(lastEventId);
    }

    private static OutboundSseEvent event(StreamItem item, Sse sse) {
        return switch (item) {
            case Update update ->
                sse.newEventBuilder()
                        .id(Long.toString(update.sequence()))
                        .name(update.event().type())
                        .data(StreamedEvent.class, update.event())
                        .build();
            case Reconnect reconnect ->
                sse.newEventBuilder()
                        .comment("")
                        .reconnectDelay(reconnect.delay().toMillis())
                        .build();
            case Heartbeat _, End _ -> sse.newEventBuilder().comment("").build();
        };
    }
}
