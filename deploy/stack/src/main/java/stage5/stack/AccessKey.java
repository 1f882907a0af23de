package stage5.stack;

import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * An access key of the local cloud. The HTTP API of a service in the lambda form admits only the keys {@link #callers}; any
 * other client gets 403, as it does on AWS.
 *
 * @param id of the key; its secret is the same, because the local cloud has no secrets
 */
public record AccessKey(String id) {

    /** The key of the gateway. */
    public static final AccessKey GATEWAY = new AccessKey("gateway");

    /** The key of the tools that call a service without the gateway. */
    public static final AccessKey OPERATOR = new AccessKey("operator");

    /** The key of all services but the gateway. */
    static final AccessKey SERVICE = new AccessKey("local");

    static final String REGION = "us-east-1";

    private static final String AUTHORIZATION = "Authorization";

    /** The header in which a service expects an access token, if the signature is in the header {@code Authorization}. */
    private static final String FORWARDED_AUTHORIZATION = "Stage5-Authorization";

    private static final AwsV4HttpSigner SIGNER = AwsV4HttpSigner.create();

    /** Returns the secret of each key that may call the HTTP API of the service; empty if everyone may. */
    static Map<String, String> callers(Component service) {
        return service == Component.GATEWAY
                ? Map.of()
                : Stream.of(GATEWAY, OPERATOR).collect(Collectors.toMap(AccessKey::id, AccessKey::secret));
    }

    /** Returns whether a request to the component must be signed. */
    static boolean isRequired(Component component, Form form) {
        return form == Form.LAMBDA
                && component.hasHttpFunction()
                && !callers(component).isEmpty();
    }

    String secret() {
        return id;
    }

    /**
     * Returns the headers of a signed request (<a
     * href="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html">Signature Version
     * 4</a>).
     *
     * @param headers those of the request; an access token among them moves to another header
     */
    public Map<String, String> sign(String method, URI uri, Map<String, String> headers, byte[] body) {
        SdkHttpRequest request = SdkHttpRequest.builder()
                .method(SdkHttpMethod.fromValue(method))
                .uri(uri)
                .build();
        Map<String, List<String>> signature = SIGNER.sign(
                        each -> each.identity(AwsCredentialsIdentity.create(id, secret()))
                                .request(request)
                                .payload(ContentStreamProvider.fromByteArray(body))
                                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, "execute-api")
                                .putProperty(AwsV4HttpSigner.REGION_NAME, REGION))
                .request()
                .headers();
        Map<String, String> all = new HashMap<>(headers);
        if (all.containsKey(AUTHORIZATION)) {
            all.put(FORWARDED_AUTHORIZATION, all.get(AUTHORIZATION));
        }
        signature.forEach((name, values) -> all.put(name, values.getFirst()));
        all.remove("Host"); // HTTP clients add it
        return all;
    }
}
