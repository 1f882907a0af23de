package stage5.cdk.compute;

import java.util.List;
import software.amazon.awscdk.Duration;
import software.amazon.awscdk.Fn;
import software.amazon.awscdk.aws_apigatewayv2_authorizers.HttpIamAuthorizer;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.apigatewayv2.HttpMethod;
import software.amazon.awscdk.services.apigatewayv2.HttpRoute;
import software.amazon.awscdk.services.apigatewayv2.HttpRouteKey;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.cloudwatch.MetricOptions;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.alerts.ThresholdAlarm;
import stage5.cdk.data.ServiceLogs;
import stage5.topology.Function;

/**
 * The HTTP API in front of a function, with an access log. Everyone may call that of the gateway, up to a limit; the APIs of
 * all other services authorise the gateway's role alone, except for open paths.
 */
final class FunctionApi {

    /**
     * Requests that an execution environment can serve in a second, at 10 ms each. A stage admits no more than the function's
     * concurrency can serve, so that a flood costs no invocations (<a
     * href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html">throttling</a>).
     */
    private static final int RATE_PER_ENVIRONMENT = 100;

    /** Alarm threshold for failed requests in a minute; the load balancer's alarm has the same. */
    static final double FAILURES_THRESHOLD = 4;

    private final HttpApi api;
    private final Function function;

    /** Creates the API of the function, without routes. */
    FunctionApi(Construct scope, ServiceRelease release, Function function) {
        this.function = function;
        this.api = HttpApi.Builder.create(scope, "Api")
                .apiName(release.location().qualified(release.service()))
                .build();
        CfnStage stage = (CfnStage) api.getDefaultStage().getNode().getDefaultChild();
        stage.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(ServiceLogs.apiLogArn(release.location(), release.service()))
                .format("""
                    {"id":"$context.requestId","method":"$context.httpMethod","path":"$context.path",\
                    "status":"$context.status","latency":"$context.responseLatency",\
                    "invocation":"$context.integration.requestId","error":"$context.integrationErrorMessage"}\
                    """)
                .build());
        int rate = RATE_PER_ENVIRONMENT * function.reservedConcurrency();
        stage.setDefaultRouteSettings(CfnStage.RouteSettingsProperty.builder()
                .throttlingRateLimit(rate)
                .throttlingBurstLimit(rate / 2)
                .build());
    }

    /** Adds an alarm on responses with status 500 or above. To Lambda these invocations have succeeded. */
    Alarm failures(Construct scope, ServiceRelease release) {
        return ThresholdAlarm.ofSeveralPeriods(
                        release.location().qualified(release.service() + "-api-failures"),
                        "%s answers with status 500 or above".formatted(release.service()),
                        api.metricServerError(perMinute("Sum")),
                        FAILURES_THRESHOLD)
                .addTo(scope, "ApiFailures");
    }

    /** Returns the metrics of the requests. An event stream takes as long as the function waits for its end. */
    RequestMetrics requestMetrics() {
        return new RequestMetrics(
                api.metricCount(perMinute("Sum")),
                List.of(api.metricServerError(perMinute("Sum"))),
                millis -> api.metricLatency(perMinute("TC(:%d)".formatted(millis))));
    }

    private static MetricOptions perMinute(String statistic) {
        return MetricOptions.builder()
                .period(Duration.minutes(1))
                .statistic(statistic)
                .build();
    }

    /** Adds routes that lead everyone to the function. */
    void openTo(Alias live) {
        AcceptedFinding.ROUTE_WITHOUT_AUTHORIZER.on(
                route("DefaultRoute", HttpRouteKey.DEFAULT, integration(live)).build());
    }

    /** Adds routes that lead callers with the permission {@code execute-api:Invoke} to the function, and everyone on open
     * paths. */
    void authorise(Alias live) {
        HttpLambdaIntegration integration = integration(live);
        route("DefaultRoute", HttpRouteKey.DEFAULT, integration)
                .authorizer(new HttpIamAuthorizer())
                .build();
        for (String path : function.openPaths()) {
            AcceptedFinding.ROUTE_WITHOUT_AUTHORIZER.on(
                    route("Open-" + path, HttpRouteKey.with(path, HttpMethod.GET), integration)
                            .build());
        }
    }

    private HttpRoute.Builder route(String id, HttpRouteKey key, HttpLambdaIntegration integration) {
        return HttpRoute.Builder.create(api, id.replace("/", "-"))
                .httpApi(api)
                .routeKey(key)
                .integration(integration);
    }

    private static HttpLambdaIntegration integration(Alias live) {
        return new HttpLambdaIntegration("Function", live);
    }

    /** Returns the id of the API, for mapping a custom domain name and for its URL. */
    String id() {
        return api.getApiId();
    }

    String url() {
        return api.getApiEndpoint();
    }

    /** Returns the host of {@link #url}. */
    String host() {
        return Fn.select(2, Fn.split("/", url()));
    }
}
