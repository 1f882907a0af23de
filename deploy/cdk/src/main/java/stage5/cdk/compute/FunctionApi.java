package stage5.cdk.compute;

import software.amazon.awscdk.Fn;
import software.amazon.awscdk.aws_apigatewayv2_integrations.HttpLambdaIntegration;
import software.amazon.awscdk.services.apigatewayv2.CfnStage;
import software.amazon.awscdk.services.apigatewayv2.HttpApi;
import software.amazon.awscdk.services.lambda.Alias;
import software.amazon.awscdk.services.logs.LogGroup;
import software.constructs.Construct;
import stage5.cdk.AcceptedFinding;
import stage5.cdk.Logs;

/**
 * The HTTP API in front of a function, with a log of what was asked.
 *
 * @param id by which a name of one's own is mapped to it
 * @param url where it is
 */
record FunctionApi(String id, String url) {

    /** Returns a new one. */
    static FunctionApi create(Construct scope, Release release, Alias function) {
        HttpApi api = HttpApi.Builder.create(scope, "Api")
                .apiName(release.site().qualified(release.service()))
                .defaultIntegration(new HttpLambdaIntegration("Function", function))
                .build();
        LogGroup log = Logs.group(scope, "ApiLog", release.site(), "/stage5/api/" + release.service());
        CfnStage stage = (CfnStage) api.getDefaultStage().getNode().getDefaultChild();
        stage.setAccessLogSettings(CfnStage.AccessLogSettingsProperty.builder()
                .destinationArn(log.getLogGroupArn())
                .format("""
                        {"id":"$context.requestId","method":"$context.httpMethod","path":"$context.path",\
                        "status":"$context.status","latency":"$context.responseLatency",\
                        "error":"$context.integrationErrorMessage"}""")
                .build());
        AcceptedFinding.OPEN_ROUTE.on(api);
        return new FunctionApi(api.getApiId(), api.getApiEndpoint());
    }

    /** Returns the host of {@link #url}. */
    String host() {
        return Fn.select(2, Fn.split("/", url));
    }
}
