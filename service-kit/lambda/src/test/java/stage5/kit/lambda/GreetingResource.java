package stage5.kit.lambda;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/** Answers from an event loop, from a worker and piece by piece, which end a response in different ways. */
@Path("/greetings")
public class GreetingResource {

    @GET
    @Path("/event-loop")
    public Uni<String> onAnEventLoop() {
        return Uni.createFrom().item("hello");
    }

    @GET
    @Path("/worker")
    public Uni<String> onAWorker() {
        return Uni.createFrom().item("hello").emitOn(Infrastructure.getDefaultWorkerPool());
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<String> asAStream() {
        return Multi.createFrom().items("hello", "again");
    }

    @GET
    @Path("/broken")
    public Uni<String> broken() {
        return Uni.createFrom().failure(new IllegalStateException("broken on purpose"));
    }
}
