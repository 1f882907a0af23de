package stage5.cdk.compute;

import software.amazon.awscdk.Fn;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.data.ServiceLogs;

/**
 * The HTTP API in front of a function, with an access log.
 *
 * @param id of the API, for mapping a custom domain name
 * @param url of the API
 */
record FunctionApi(String id, String url) {

    /** Returns a new API that forwards all requests to the function. */
    static FunctionApi create(Construct scope, ServiceRelease release, Alias function) {
        HttpApi api = HttpApi.Builder.create(scope, "Api")
                .apiName(release.location().qualified(release.service()))
                .defaultIntegration(new HttpLambdaIntegration("Function", function))
                .build();
        CfnStage stage = (CfnStage) api.getDefaultStage().getNode().getDefaultChild();
        stage.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(ServiceLogs.apiLogArn(release.location(), release.service()))
                .format("""
                        {"id":"$context.requestId","method":"$context.httpMethod","path":"$context.path",\
                        "status":"$context.status","latency":"$context.responseLatency",\
                        "error":"$context.integrationErrorMessage"}""")
                .build());
        AcceptedFinding.ROUTE_WITHOUT_AUTHORIZER.on(api);
        return new FunctionApi(api.getApiId(), api.getApiEndpoint());
    }

    /** Returns the host of {@link #url}. */
    String host() {
        return Fn.select(2, Fn.split("/", url));
    }
}
