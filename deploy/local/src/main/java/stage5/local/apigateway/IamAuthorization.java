package stage5.local.apigateway;

import static java.util.Objects.requireNonNullElse;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import stage5.local.aws.Aws;

/**
 * Who may call an HTTP API: everyone, or the callers whose signature proves that they own one of the access keys. On AWS
 * that is a route with the authorization type {@code AWS_IAM}, and the roles with {@code execute-api:Invoke}.
 *
 * @param callers the secret of each access key, by its id; empty for an API without authorization
 * @param openPaths the paths that everyone may get: routes without authorization
 * @see <a href="https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-access-control-iam.html">IAM
 *     authorization for HTTP APIs</a>
 */
public record IamAuthorization(Map<String, String> callers, List<String> openPaths) {

    /** Everyone may call the API. */
    public static final IamAuthorization NONE = new IamAuthorization(Map.of(), List.of());

    static final String SERVICE = "execute-api";

    /**
     * How far the time of a signature may be off.
     *
     * @see <a href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html">When a request expires</a>
     */
    static final Duration VALIDITY = Duration.ofMinutes(5);

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    public IamAuthorization {
        callers = Map.copyOf(requireNonNullElse(callers, Map.of()));
        openPaths = List.copyOf(openPaths);
    }

    /** Returns whether the request may reach the function. API Gateway answers any other with 403. */
    boolean admits(HttpServerRequest request, Buffer body, InstantSource clock) {
        return callers.isEmpty() || isOpen(request) || isSigned(request, body, clock);
    }

    private boolean isOpen(HttpServerRequest request) {
        return request.method() == HttpMethod.GET && openPaths.contains(request.path());
    }

    private boolean isSigned(HttpServerRequest request, Buffer body, InstantSource clock) {
        return SignatureV4.of(request)
                .filter(signature -> callers.containsKey(signature.accessKey()))
                .filter(signature -> signature.service().equals(SERVICE))
                .filter(signature -> signature.region().equals(Aws.REGION))
                .filter(signature -> isCurrent(request.getHeader(SignatureV4.DATE_HEADER), signature.date(), clock))
                .filter(signature -> signature.isOf(request, body, callers.get(signature.accessKey())))
                .isPresent();
    }

    private static boolean isCurrent(String time, String date, InstantSource clock) {
        if (time == null || !time.startsWith(date)) {
            return false;
        }
        try {
            Duration age = Duration.between(TIME.parse(time, Instant::from), clock.instant());
            return age.abs().compareTo(VALIDITY) <= 0;
        } catch (DateTimeException malformed) {
            return false;
        }
    }
}
