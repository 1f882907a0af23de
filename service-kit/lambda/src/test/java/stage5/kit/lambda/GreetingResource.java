package stage5.kit.lambda;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;

/** Responds from an event loop, from a worker thread and in chunks: three ways in which a response can end; and with headers. */
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
    @Path("/headers")
    public Map<String, List<String>> headers(@Context HttpHeaders headers) {
        return headers.getRequestHeaders();
    }

    @GET
    @Path("/broken")
    public Uni<String> broken() {
        return Uni.createFrom().failure(new IllegalStateException("broken on purpose"));
    }

    @GET
    @Path("/by-name/{name}")
    public Uni<String> byName(@PathParam("name") String name, @QueryParam("q") String query) {
        return Uni.createFrom().item(name + " " + query);
    }
}
