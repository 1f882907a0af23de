package stage5.kit.web.admission;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Requests whose end the test decides, and requests to {@link LimitedWorkers}. */
@Path("/admitted")
@Singleton
public class AdmittedResource {

    private final LimitedWorkers workers;
    private final Queue<UniEmitter<? super String>> held = new ConcurrentLinkedQueue<>();
    private final Queue<UnicastProcessor<String>> streams = new ConcurrentLinkedQueue<>();

    AdmittedResource(LimitedWorkers workers) {
        this.workers = workers;
    }

    @GET
    @Path("/work")
    public Uni<String> work() {
        return workers.run();
    }

    @GET
    @Path("/held")
    public Uni<String> hold() {
        return Uni.createFrom().<String>emitter(request -> held.add(request));
    }

    @POST
    @Path("/held")
    public Uni<String> hold(String body) {
        return hold();
    }

    @GET
    @Path("/status/{status}")
    public Uni<Response> status(@PathParam("status") int status) {
        return Uni.createFrom().item(Response.status(status).build());
    }

    @GET
    @Path("/stream")
    @Produces(MediaType.SERVER_SENT_EVENTS)
    public Multi<String> stream() {
        UnicastProcessor<String> stream = UnicastProcessor.create();
        stream.onNext("open");
        streams.add(stream);
        return stream;
    }

    /** Adds a route that breaks off a response that has begun. */
    void register(@Observes Router router) {
        router.get("/admitted/broken").handler(request -> request.response()
                .setChunked(true)
                .write("begun")
                .onComplete(written -> request.response().reset()));
    }

    /** Returns how many requests are held. */
    int held() {
        return held.size();
    }

    /** Ends all requests and streams. */
    void endAll() {
        for (UniEmitter<? super String> each = held.poll(); each != null; each = held.poll()) {
            each.complete("done");
        }
        for (UnicastProcessor<String> each = streams.poll(); each != null; each = streams.poll()) {
            each.onComplete();
        }
    }
}
