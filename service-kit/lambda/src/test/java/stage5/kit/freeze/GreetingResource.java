package stage5.kit.freeze;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;

/** Answers from an event loop and from a worker, which end a response in different ways. */
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
    @Path("/broken")
    public Uni<String> broken() {
        return Uni.createFrom().failure(new IllegalStateException("broken on purpose"));
    }
}
