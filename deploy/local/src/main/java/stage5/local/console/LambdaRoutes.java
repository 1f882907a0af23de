package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import stage5.local.deployment.DeploymentRequest;
import stage5.local.deployment.Deployments;
import stage5.local.http.Json;
import stage5.local.lambda.LambdaEmulator;

/** Endpoints that deploy services as functions, remove them, and report their invocations. */
record LambdaRoutes(Deployments deployments, LambdaEmulator lambda, BlockingCalls blocking) {

    void addTo(Router router) {
        router.put("/lambda/services/:service").handler(this::deploy);
        router.delete("/lambda/services/:service").handler(this::remove);
        router.get("/lambda/services/:service")
                .handler(context -> blocking.respond(context, () -> deployments.get(context.pathParam("service"))));
        router.get("/lambda/services").handler(context -> blocking.respond(context, deployments::list));
        router.get("/lambda/functions").handler(this::functions);
        router.get("/lambda/reports").handler(this::reports);
    }

    private void deploy(RoutingContext context) {
        DeploymentRequest deployment = Json.read(context.body().buffer(), DeploymentRequest.class);
        blocking.respondNoContent(context, () -> deployments.deploy(context.pathParam("service"), deployment));
    }

    /** Drains the service first, unless {@code drain=false}; then invocations are interrupted as by a crash. */
    private void remove(RoutingContext context) {
        boolean drain = Parameters.bool(context, "drain", true);
        blocking.respondNoContent(context, () -> deployments.remove(context.pathParam("service"), drain));
    }

    private void functions(RoutingContext context) {
        lambda.status().whenComplete((functions, failure) -> {
            if (failure == null) {
                Json.respond(context.response(), 200, Map.of("limits", lambda.limits(), "functions", functions));
            } else {
                context.fail(failure);
            }
        });
    }

    private void reports(RoutingContext context) {
        Optional<String> function = Optional.ofNullable(context.request().getParam("function"));
        int limit = Parameters.limit(context);
        blocking.respond(context, () -> lambda.reports().newest(function, limit));
    }
}
