package stage5.local.console;

import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Optional;
import stage5.local.deployment.DeploymentRequest;
import stage5.local.deployment.Deployments;
import stage5.local.http.Json;
import stage5.local.lambda.LambdaEmulator;

/** Services as functions: deployed and removed, and what their invocations took. */
record LambdaRoutes(Deployments deployments, LambdaEmulator lambda, BlockingCalls blocking) {

    void addTo(Router router) {
        router.put("/lambda/services/:service").handler(this::deploy);
        router.delete("/lambda/services/:service").handler(this::remove);
        router.get("/lambda/services/:service")
                .handler(context -> blocking.answer(context, () -> deployments.get(context.pathParam("service"))));
        router.get("/lambda/services").handler(context -> blocking.answer(context, deployments::list));
        router.get("/lambda/functions").handler(this::functions);
        router.get("/lambda/reports").handler(this::reports);
    }

    private void deploy(RoutingContext context) {
        DeploymentRequest deployment = Json.read(context.body().buffer(), DeploymentRequest.class);
        blocking.done(context, () -> deployments.deploy(context.pathParam("service"), deployment));
    }

    /** Drains the service first, unless told not to: then it ends as a crash would end it. */
    private void remove(RoutingContext context) {
        boolean drain = Parameters.bool(context, "drain", true);
        blocking.done(context, () -> deployments.remove(context.pathParam("service"), drain));
    }

    private void functions(RoutingContext context) {
        lambda.status().whenComplete((functions, failure) -> {
            if (failure == null) {
                Json.answer(context.response(), 200, Map.of("limits", lambda.limits(), "functions", functions));
            } else {
                context.fail(failure);
            }
        });
    }

    private void reports(RoutingContext context) {
        Optional<String> function = Optional.ofNullable(context.request().getParam("function"));
        int limit = Parameters.limit(context);
        blocking.answer(context, () -> lambda.reports().newest(function, limit));
    }
}
