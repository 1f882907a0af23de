package stage5.local.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Vertx;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsSyncClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import stage5.local.Emulator;
import stage5.local.Ports;
import stage5.local.aws.Aws;
import stage5.local.dynamodb.DynamoDbEmulator;
import stage5.local.eventsource.AwsDestinations;
import stage5.local.meter.UsageCounters;
import stage5.local.sns.SnsEmulator;
import stage5.local.sqs.SqsEmulator;
import stage5.topology.Topology;

/**
 * What the suite runs against: the local cloud's emulators without tables, queues and topics, or other endpoints.
 *
 * <p>The property {@code stage5.endpoint} names the other endpoints: {@code aws} for those of AWS, one URL for all services, or
 * {@code sqs=URL,sns=URL,dynamodb=URL}. Region and credentials then come from the SDK's default chains.
 */
final class Target implements AutoCloseable {

    private static final String AWS = "aws";
    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    private final Map<String, URI> endpoints;
    private final String region;
    private final AwsCredentialsProvider credentials;
    private final Optional<ConformanceFunctions> functions;
    private final List<AutoCloseable> parts;
    private final Map<String, SdkClient> clients = new ConcurrentHashMap<>();
    private final HttpDriver http = new HttpDriver();
    private String account;

    private Target(
            Map<String, URI> endpoints,
            String region,
            AwsCredentialsProvider credentials,
            Optional<ConformanceFunctions> functions,
            List<AutoCloseable> parts) {
        this.endpoints = endpoints;
        this.region = region;
        this.credentials = credentials;
        this.functions = functions;
        this.parts = parts;
    }

    /** Returns the target that the property {@code stage5.endpoint} names, or the started local cloud. */
    static Target open() throws Exception {
        String external = System.getProperty("stage5.endpoint", "");
        return external.isEmpty() ? local() : external(external);
    }

    private static Target local() throws Exception {
        Ports ports = Ports.free();
        Vertx vertx = Vertx.vertx();
        List<AutoCloseable> parts = new ArrayList<>();
        parts.add(() -> vertx.close().toCompletionStage().toCompletableFuture().join());
        Topology empty = new Topology(List.of());
        UsageCounters usage = new UsageCounters();
        SqsEmulator sqs = new SqsEmulator(vertx, ports.sqs(), empty, usage);
        List<Emulator> emulators = List.of(
                sqs,
                new SnsEmulator(vertx, ports.sns(), sqs, empty, Optional.empty(), usage),
                new DynamoDbEmulator(ports.dynamodb(), empty, usage));
        for (Emulator emulator : emulators) {
            emulator.start();
            parts.addFirst(emulator);
        }
        ConformanceFunctions functions =
                new ConformanceFunctions(vertx, ports.lambda(), new AwsDestinations(at(ports.sqs()), at(ports.sns())));
        parts.addFirst(functions);
        return new Target(
                Map.of(
                        "sqs", at(ports.sqs()),
                        "sns", at(ports.sns()),
                        "dynamodb", at(ports.dynamodb()),
                        "lambda", at(ports.lambda())),
                Aws.REGION,
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                Optional.of(functions),
                parts);
    }

    private static URI at(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    private static Target external(String endpoints) {
        String region =
                DefaultAwsRegionProviderChain.builder().build().getRegion().id();
        Map<String, URI> byService = new HashMap<>();
        for (String service : List.of("sqs", "sns", "dynamodb")) {
            byService.put(
                    service,
                    URI.create(
                            endpoints.equals(AWS)
                                    ? "https://" + service + "." + region + ".amazonaws.com"
                                    : endpoints));
        }
        if (endpoints.contains("=")) {
            for (String entry : endpoints.split(",")) {
                byService.put(entry.split("=", 2)[0].trim(), URI.create(entry.split("=", 2)[1].trim()));
            }
        }
        return new Target(
                byService, region, DefaultCredentialsProvider.builder().build(), Optional.empty(), List.of());
    }

    boolean isLocal() {
        return functions.isPresent();
    }

    /** Returns the case's functions; empty if the target can't have any. */
    Optional<ConformanceFunctions> functions() {
        return functions;
    }

    /** Returns the default region. */
    String region() {
        return region;
    }

    /** Returns the account's id. */
    synchronized String account() {
        if (account == null) {
            account = isLocal() ? Aws.ACCOUNT : findAccount();
        }
        return account;
    }

    /** Creates a queue for that: its ARN contains the account. */
    private String findAccount() {
        SqsClient sqs = (SqsClient) client("sqs", region);
        String url = sqs.createQueue(request -> request.queueName("conformance-account"))
                .queueUrl();
        try {
            return sqs.getQueueAttributes(request -> request.queueUrl(url).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN)
                    .split(":")[4];
        } finally {
            sqs.deleteQueue(request -> request.queueUrl(url));
        }
    }

    /** Calls an API by name. */
    Result call(String service, String callRegion, Protocol protocol, String action, JsonNode parameters) {
        if (service.equals("sqs") && protocol == Protocol.QUERY) {
            return new SqsQueryDriver(http)
                    .call(endpoint("sqs", callRegion), signing(service, callRegion), action, parameters);
        }
        Class<? extends SdkClient> type =
                switch (service) {
                    case "sqs" -> SqsClient.class;
                    case "sns" -> SnsClient.class;
                    case "dynamodb" -> DynamoDbClient.class;
                    default -> throw new IllegalArgumentException("There is no SDK client of " + service);
                };
        return SdkDriver.call(client(service, callRegion), type, action, parameters);
    }

    /** Sends a raw request to a service. */
    Result send(String service, String callRegion, HttpDriver.Request request, boolean signed) {
        return http.send(
                endpoint(service, callRegion),
                request,
                signed ? Optional.of(signing(service, callRegion)) : Optional.empty());
    }

    /** Sends a raw request to an endpoint of its own. */
    Result send(URI endpoint, HttpDriver.Request request) {
        return http.send(endpoint, request, Optional.empty());
    }

    private URI endpoint(String service, String callRegion) {
        URI endpoint = endpoints.get(service);
        if (endpoint == null) {
            throw new IllegalArgumentException("The target has no " + service);
        }
        return URI.create(
                endpoint.toString().replace("." + region + ".amazonaws.com", "." + callRegion + ".amazonaws.com"));
    }

    private HttpDriver.Signing signing(String service, String callRegion) {
        AwsCredentialsIdentity identity = credentials.resolveCredentials();
        return new HttpDriver.Signing(identity, service, callRegion);
    }

    private SdkClient client(String service, String callRegion) {
        return clients.computeIfAbsent(service + " " + callRegion, key -> switch (service) {
            case "sqs" -> build(SqsClient.builder(), service, callRegion);
            case "sns" -> build(SnsClient.builder(), service, callRegion);
            default -> build(DynamoDbClient.builder(), service, callRegion);
        });
    }

    /** A client of the local cloud does not retry, so that each error is seen. */
    private <C, B extends AwsClientBuilder<B, C> & AwsSyncClientBuilder<B, C>> C build(
            B builder, String service, String callRegion) {
        return builder.httpClientBuilder(UrlConnectionHttpClient.builder().socketTimeout(TIMEOUT))
                .region(Region.of(callRegion))
                .credentialsProvider(credentials)
                .endpointOverride(endpoint(service, callRegion))
                .overrideConfiguration(settings -> {
                    if (isLocal()) {
                        settings.retryStrategy(AwsRetryStrategy.doNotRetry());
                    }
                })
                .build();
    }

    @Override
    public void close() throws Exception {
        clients.values().forEach(SdkClient::close);
        http.close();
        for (AutoCloseable part : parts) {
            part.close();
        }
    }
}
