package stage5.order.reading;

import io.quarkus.security.Authenticated;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.util.List;
import org.jboss.resteasy.reactive.RestStreamElementType;
import stage5.kit.identity.Caller;
import stage5.kit.problem.ProblemException;
import stage5.order.log.OrderLog;
import stage5.order.reading.FeedItem.ComeBack;
import stage5.order.reading.FeedItem.End;
import stage5.order.reading.FeedItem.Heartbeat;
import stage5.order.reading.FeedItem.News;

/** Shows an order to its customer: as it is now, and as it goes on. */
@Path("/api/orders")
@Authenticated
public class ReadingResource {

    /** Where a reconnecting client goes on (<a
     * href="https://html.spec.whatwg.org/multipage/server-sent-events.html#the-last-event-id-header">HTML Standard</a>). */
    private static final String LAST_EVENT_ID = "Last-Event-ID";

    private final OrderLog log;
    private final OrderFeed feed;
    private final FeedSettings settings;
    private final Caller caller;

    ReadingResource(OrderLog log, OrderFeed feed, FeedSettings settings, Caller caller) {
        this.log = log;
        this.feed = feed;
        this.settings = settings;
        this.caller = caller;
    }

    @GET
    @Path("/{id}")
    @Produces(MediaType.APPLICATION_JSON)
    public Uni<OrderAnswer> get(@PathParam("id") String id) {
        return log.owned(OrderId.of(id), caller.userId()).map(stored -> OrderAnswer.of(stored.order()));
    }

    @GET
    @Path("/{id}/events")
    @OwnOrder
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    public Multi<OutboundSseEvent> events(
            @PathParam("id") String id,
            @HeaderParam(LAST_EVENT_ID) String lastEventId,
            @HeaderParam(Preferences.PREFER) List<String> prefer,
            @Context Sse sse) {
        long after = position(lastEventId);
        return Preferences.wait(prefer)
                .or(settings::patience)
                .map(patience -> feed.await(id, after, patience))
                .orElseGet(() -> feed.follow(id, after))
                .map(item -> event(item, sse));
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

    private static OutboundSseEvent event(FeedItem item, Sse sse) {
        return switch (item) {
            case News news ->
                sse.newEventBuilder()
                        .id(Long.toString(news.sequence()))
                        .name(news.entry().type())
                        .data(FeedEntry.class, news.entry())
                        .build();
            case ComeBack comeBack ->
                sse.newEventBuilder()
                        .comment("")
                        .reconnectDelay(comeBack.after().toMillis())
                        .build();
            case Heartbeat _, End _ -> sse.newEventBuilder().comment("").build();
        };
    }
}
