package stage5.release.cloudformation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.SignedRequest;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import stage5.cli.stack.StackException;

/**
 * The four actions of CloudFormation that a deployment needs, by its <a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/Welcome.html">Query API</a>.
 */
public final class CloudFormation implements AutoCloseable {

    private static final String API_VERSION = "2010-05-15";
    private static final String SERVICE = "cloudformation";
    private static final String STACK_NAME = "StackName";

    private final SdkHttpClient http = UrlConnectionHttpClient.create();
    private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
    private final URI endpoint;
    private final String region;
    private final AwsCredentialsProvider credentials;

    CloudFormation(URI endpoint, String region, AwsCredentialsProvider credentials) {
        this.endpoint = endpoint;
        this.region = region;
        this.credentials = credentials;
    }

    /** Returns the one at the endpoint, asked with the region and the credentials that the AWS SDK's settings say. */
    public static CloudFormation at(URI endpoint) {
        return new CloudFormation(
                endpoint,
                new DefaultAwsRegionProviderChain().getRegion().id(),
                DefaultCredentialsProvider.builder().build());
    }

    /** Returns a stack's status, {@code CREATE_COMPLETE}; empty if there is no such stack. */
    Optional<String> status(String stack) {
        try {
            return ask("DescribeStacks", Map.of(STACK_NAME, stack)).members("Stacks").stream()
                    .map(described -> described.text("StackStatus"))
                    .filter(status -> !status.equals("DELETE_COMPLETE"))
                    .findFirst();
        } catch (CloudFormationException e) {
            if (e.code().equals("ValidationError") && e.getMessage().contains("does not exist")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Begins to make a stack. */
    void create(String stack, String template, String token) {
        ask("CreateStack", Map.of(STACK_NAME, stack, "TemplateBody", template, "ClientRequestToken", token));
    }

    /** Begins to change a stack. */
    void update(String stack, String template, String token) {
        ask("UpdateStack", Map.of(STACK_NAME, stack, "TemplateBody", template, "ClientRequestToken", token));
    }

    /** Returns all that has happened to a stack, newest first. */
    List<StackEvent> events(String stack) {
        List<StackEvent> events = new ArrayList<>();
        Map<String, String> parameters = new LinkedHashMap<>(Map.of(STACK_NAME, stack));
        String next;
        do {
            Answer page = ask("DescribeStackEvents", parameters);
            page.members("StackEvents").stream().map(CloudFormation::event).forEach(events::add);
            next = page.text("NextToken");
            parameters.put("NextToken", next);
        } while (!next.isEmpty());
        return events;
    }

    private static StackEvent event(Answer member) {
        return new StackEvent(
                member.text("EventId"),
                member.text("ClientRequestToken"),
                member.text("LogicalResourceId"),
                member.text("ResourceType"),
                member.text("ResourceStatus"),
                member.text("ResourceStatusReason"));
    }

    private Answer ask(String action, Map<String, String> parameters) {
        Map<String, String> form = new LinkedHashMap<>(Map.of("Action", action, "Version", API_VERSION));
        form.putAll(parameters);
        SignedRequest signed = signed(form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&")));
        HttpExecuteRequest.Builder request = HttpExecuteRequest.builder().request(signed.request());
        signed.payload().ifPresent(request::contentStreamProvider);
        try {
            HttpExecuteResponse response = http.prepareRequest(request.build()).call();
            try (InputStream body =
                    response.responseBody().map(InputStream.class::cast).orElseGet(InputStream::nullInputStream)) {
                Answer answer = Answer.read(body);
                if (!response.httpResponse().isSuccessful()) {
                    throw new CloudFormationException(answer.text("Code"), answer.text("Message"));
                }
                return answer;
            }
        } catch (IOException e) {
            throw new StackException("%s at %s: %s".formatted(action, endpoint, e.getMessage()), e);
        }
    }

    private SignedRequest signed(String form) {
        ContentStreamProvider payload = ContentStreamProvider.fromUtf8String(form);
        SdkHttpRequest request = SdkHttpRequest.builder()
                .uri(endpoint)
                .method(SdkHttpMethod.POST)
                .putHeader("Content-Type", "application/x-www-form-urlencoded; charset=utf-8")
                .putHeader("Content-Length", Integer.toString(form.length())) // encoded, it is ASCII
                .build();
        return signer.sign(sign -> sign.identity(credentials.resolveCredentials())
                .request(request)
                .payload(payload)
                .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    }

    @Override
    public void close() {
        http.close();
    }
}
