package stage5.local.sns;

import io.vertx.core.MultiMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/**
 * What the headers of a request state about its caller.
 *
 * @param region the region for which the request is signed; the local cloud's region without a signature
 * @param traceHeader the X-Ray trace header, or null
 * @see <a
 *     href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Credential
 *     scope</a>
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-active-tracing.html">Tracing in SNS</a>
 */
record Caller(String region, String traceHeader) {

    private static final Pattern SCOPE = Pattern.compile("Credential=[^,\\s]+/\\d{8}/(?<region>[a-z0-9-]+)/[^,\\s]+");

    static Caller of(MultiMap headers) {
        return new Caller(region(headers.get("Authorization")), headers.get("X-Amzn-Trace-Id"));
    }

    private static String region(String authorization) {
        Matcher scope = SCOPE.matcher(authorization == null ? "" : authorization);
        return scope.find() ? scope.group("region") : Aws.REGION;
    }
}
