package stage5.kit.events.projection;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import stage5.kit.web.problem.ProblemException;

/**
 * HTTP API to rebuild read models, one slice per request: a client sends {@code PUT} until the rebuild ends, and each
 * response has its progress. For operators only; the gateway does not route it. A service with read models extends this
 * class and adds the path.
 */
@RolesAllowed("admin")
@Produces(MediaType.APPLICATION_JSON)
public abstract class ReadModelsApi {

    private final List<ReadModel> models;
    private final Rebuilding rebuilding;

    protected ReadModelsApi(List<ReadModel> models, Rebuilding rebuilding) {
        this.models = models;
        this.rebuilding = rebuilding;
    }

    @GET
    public Uni<List<ReadModelStatus>> list() {
        return Uni.join().all(models.stream().map(rebuilding::status).toList()).andFailFast();
    }

    @POST
    @Path("/{model}/rebuild")
    public Uni<ReadModelStatus> begin(
            @PathParam("model") String model, @QueryParam("goal") @DefaultValue("flip") String goal) {
        return rebuilding.begin(named(model), goal(goal));
    }

    @PUT
    @Path("/{model}/rebuild")
    public Uni<ReadModelStatus> advance(
            @PathParam("model") String model, @QueryParam("goal") @DefaultValue("flip") String goal) {
        return rebuilding.advance(named(model), goal(goal));
    }

    @DELETE
    @Path("/{model}/rebuild")
    public Uni<ReadModelStatus> abandon(@PathParam("model") String model) {
        return rebuilding.abandon(named(model));
    }

    @POST
    @Path("/{model}/rollback")
    public Uni<ReadModelStatus> rollBack(@PathParam("model") String model) {
        return rebuilding.rollBack(named(model));
    }

    private ReadModel named(String name) {
        return models.stream()
                .filter(model -> model.name().equals(name))
                .findFirst()
                .orElseThrow(() -> ProblemException.notFound("read model " + name));
    }

    private static RebuildGoal goal(String name) {
        return switch (name) {
            case "flip" -> RebuildGoal.FLIP;
            case "force" -> RebuildGoal.FORCE;
            case "verify" -> RebuildGoal.VERIFY;
            default -> throw ProblemException.invalid("goal", "must be flip, force or verify");
        };
    }
}
