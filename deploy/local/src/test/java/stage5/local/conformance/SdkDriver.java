package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.http.SdkHttpResponse;

/** Calls an API by the AWS SDK for Java, which uses AWS JSON for SQS and DynamoDB, and AWS Query for SNS. */
final class SdkDriver {

    private SdkDriver() {}

    /**
     * Returns the result of a call, also if it is an error of the service.
     *
     * @param client the service's client
     * @param type the client's interface
     * @throws software.amazon.awssdk.core.exception.SdkClientException if the SDK refuses the request or the response
     */
    static Result call(Object client, Class<?> type, String action, JsonNode parameters) {
        try {
            Class<?> request = Class.forName(type.getPackageName() + ".model." + action + "Request");
            SdkPojo builder = (SdkPojo) request.getMethod("builder").invoke(null);
            Object built = SdkValues.build(builder, parameters);
            String method = action.substring(0, 1).toLowerCase(Locale.ROOT) + action.substring(1);
            return success((AwsResponse) type.getMethod(method, request).invoke(client, built));
        } catch (InvocationTargetException e) {
            return switch (e.getCause()) {
                case AwsServiceException refused -> error(refused);
                case RuntimeException other -> throw other;
                default -> throw new IllegalStateException(e);
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException("The SDK has no call " + action + " of " + type.getSimpleName(), e);
        }
    }

    private static Result success(AwsResponse response) {
        SdkHttpResponse http = response.sdkHttpResponse();
        return new Result(http.statusCode(), null, null, headers(http), null, SdkValues.toJson((SdkPojo) response));
    }

    private static Result error(AwsServiceException error) {
        SdkHttpResponse http = error.awsErrorDetails().sdkHttpResponse();
        return new Result(
                error.statusCode(),
                error.awsErrorDetails().errorCode(),
                error.awsErrorDetails().errorMessage(),
                headers(http),
                null,
                error instanceof SdkPojo pojo ? SdkValues.toJson(pojo) : JsonNodeFactory.instance.objectNode());
    }

    private static Map<String, List<String>> headers(SdkHttpResponse http) {
        Map<String, List<String>> headers = new TreeMap<>();
        http.forEachHeader((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return headers;
    }
}
