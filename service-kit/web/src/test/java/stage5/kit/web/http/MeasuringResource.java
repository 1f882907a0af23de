package stage5.kit.web.http;

import io.smallrye.mutiny.Uni;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.time.Duration;
import stage5.kit.web.resilience.TimeBudget;

/** Responds with what a resource sees of a request. */
@Path("/measure")
@Produces(MediaType.APPLICATION_JSON)
public class MeasuringResource {

    private static final Duration LONG = Duration.ofHours(1);

    /** What the resource saw: the text's length, whether it ran on an event loop, its time budget in milliseconds. */
    public record Measure(int length, boolean onEventLoop, long budget) {}

    public record Text(String text) {}

    @GET
    public String echo(@QueryParam("text") String text) {
        return text;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Uni<Measure> measure(@NotNull Text text) {
        return Uni.createFrom()
                .item(() -> new Measure(
                        text.text().length(),
                        Thread.currentThread().getName().contains("eventloop"),
                        TimeBudget.atMost(LONG).toMillis()));
    }
}
