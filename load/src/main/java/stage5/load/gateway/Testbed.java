package stage5.load.gateway;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import stage5.load.generator.LoadException;
import stage5.load.http.HttpLoad;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.terminal.ProgressListener;

/**
 * The processes of the benchmark: the local cloud (for Redis), stubs on the ports of the services, the gateway, and nginx in
 * front of the stub of catalog-service. The gateway is configured as in the shop, with exceptions: see {@link #ENVIRONMENT}.
 * It exports its spans to a stub, because in production the collector does not run on the processors of the gateway.
 */
final class Testbed implements AutoCloseable {

    /**
     * Variables of the gateway that differ from the shop's. The rate limits are checked in Redis as usual, but too high to
     * reject anything. By default a gateway has at most 512 event streams.
     */
    static final Map<String, String> ENVIRONMENT = Map.of(
            "STAGE5_GATEWAY_RATE_LIMITS_USER_PER_SECOND", "1000000",
            "STAGE5_GATEWAY_RATE_LIMITS_USER_BURST", "1000000",
            "STAGE5_GATEWAY_RATE_LIMITS_ADDRESS_PER_SECOND", "1000000",
            "STAGE5_GATEWAY_RATE_LIMITS_ADDRESS_BURST", "1000000",
            "STAGE5_GATEWAY_UPSTREAMS_ORDER_STREAMS", "1024");

    /** The services that the gateway calls. */
    private static final List<Component> UPSTREAMS = List.of(Component.CATALOG, Component.ORDER, Component.USER);

    /** The port of nginx, from the port base; no component of a stack uses it. */
    private static final int NGINX_OFFSET = 5;

    private static final int NO_CONTENT = 204;
    private static final Duration TOKEN_LIFETIME = Duration.ofHours(12);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private final TemporaryStack shop;
    private final StubProcess stub;
    private final Optional<NginxProcess> nginx;
    private final BenchRequests requests;
    private final ProgressListener progress;
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .build();

    private Testbed(
            TemporaryStack shop,
            StubProcess stub,
            Optional<NginxProcess> nginx,
            BenchRequests requests,
            ProgressListener progress) {
        this.shop = shop;
        this.stub = stub;
        this.nginx = nginx;
        this.requests = requests;
        this.progress = progress;
    }

    /**
     * Starts all processes but the gateway.
     *
     * @param nginx the executable; empty to do without
     * @param customers the number of access tokens
     * @param folder receives the files of nginx
     */
    static Testbed start(
            Project project, Ports ports, Optional<Path> nginx, int customers, Path folder, ProgressListener progress)
            throws InterruptedException {
        TokenIssuer issuer = new TokenIssuer();
        Instant now = Instant.now();
        BenchRequests requests = new BenchRequests(IntStream.range(0, customers)
                .mapToObj(i -> issuer.token("customer-" + i, now, TOKEN_LIFETIME))
                .toList());
        Map<String, String> environment = new HashMap<>(ENVIRONMENT);
        environment.put(
                "OTEL_EXPORTER_OTLP_ENDPOINT", ports.address(Component.CATALOG).toString());
        TemporaryStack shop = TemporaryStack.of(new Stack(project, ports).with(Component.GATEWAY, environment));
        shop.stack().requireServicePortsFree();
        shop.stack().start(Set.of(Component.CLOUD), progress);
        StubProcess stub = null;
        try {
            stub = StubProcess.start(UPSTREAMS.stream().map(ports::of).toList(), issuer.jwks(), folder);
            Optional<NginxProcess> started = Optional.empty();
            if (nginx.isPresent()) {
                started = Optional.of(NginxProcess.start(
                        nginx.get(),
                        new NginxConfiguration(
                                ports.base() + NGINX_OFFSET,
                                ports.address(Component.CATALOG),
                                folder.resolve("nginx").toAbsolutePath())));
            }
            return new Testbed(shop, stub, started, requests, progress);
        } catch (RuntimeException | InterruptedException e) {
            if (stub != null) {
                stub.close();
            }
            shop.close();
            throw e;
        }
    }

    /** Starts the gateway, or replaces its process by a new one, and sends load until it is warm. */
    void startGateway(Duration warmUp, int connections) throws InterruptedException {
        Stack stack = shop.stack();
        if (stack.running().flatMap(run -> run.running(Component.GATEWAY)).isPresent()) {
            stack.stop(Component.GATEWAY, progress);
        }
        stack.start(Component.GATEWAY, progress);
        try (HttpLoad load = new HttpLoad(gateway())) {
            load.closedLoop(requests.products(), connections, warmUp.dividedBy(2));
            load.closedLoop(requests.mixed(), connections, warmUp.dividedBy(2));
        }
    }

    BenchRequests requests() {
        return requests;
    }

    URI gateway() {
        return shop.stack().ports().gateway();
    }

    Optional<NginxProcess> nginx() {
        return nginx;
    }

    /** Returns the stub in place of catalog-service. */
    URI upstream() {
        return shop.stack().ports().address(Component.CATALOG);
    }

    /** Returns the process of the gateway. */
    ProcessFamily gatewayProcess() {
        return shop.stack()
                .running()
                .flatMap(run -> run.running(Component.GATEWAY))
                .map(ProcessFamily::new)
                .orElseThrow(() -> new LoadException(
                        "The gateway has ended; its log is " + shop.stack().log(Component.GATEWAY)));
    }

    /** Changes how long the stub of a service takes to answer. */
    void delay(Component service, Duration delay) {
        URI uri = shop.stack().ports().address(service).resolve(StubHandler.DELAY_PATH + "?millis=" + delay.toMillis());
        HttpRequest change = HttpRequest.newBuilder(uri)
                .timeout(TIMEOUT)
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            int status =
                    http.send(change, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status != NO_CONTENT) {
                throw new LoadException("The stub answered %d to %s".formatted(status, uri));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The stub does not answer " + uri, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LoadException("Interrupted while changing the delay of " + service, e);
        }
    }

    @Override
    public void close() {
        http.close();
        nginx.ifPresent(NginxProcess::close);
        shop.close();
        stub.close();
    }
}
