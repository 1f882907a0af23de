package stage5.gateway.upstream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.auth.credentials.ContainerCredentialsProvider;
import software.amazon.awssdk.auth.credentials.EnvironmentVariableCredentialsProvider;
import stage5.gateway.GatewayConfig;
import stage5.gateway.GatewayConfig.UpstreamConfig;
import stage5.gateway.domain.RouteClass;
import stage5.gateway.domain.Upstream;
import stage5.kit.web.resilience.RetryBudget;
import stage5.kit.web.resilience.RetryBudgets;

/** Sends requests to the services that own their routes. */
@Singleton
@Startup(Upstreams.BEFORE_BREAKER_LISTENERS)
public final class Upstreams {

    /** Start order: the breakers must exist before {@code CircuitBreakerStates} registers its listeners. */
    static final int BEFORE_BREAKER_LISTENERS = 100;

    private final Map<Upstream, Instances> instances = new EnumMap<>(Upstream.class);
    private final Map<Upstream, UpstreamClient> clients = new EnumMap<>(Upstream.class);
    private final Map<RouteClass, GuardedUpstream> guarded = new EnumMap<>(RouteClass.class);
    private final Map<Upstream, UpstreamConfig> configs = new EnumMap<>(Upstream.class);

    Upstreams(GatewayConfig config, Vertx vertx, MeterRegistry metrics, RetryBudgets budgets) {
        configs.put(Upstream.CATALOG, config.upstreams().catalog());
        configs.put(Upstream.ORDER, config.upstreams().order());
        configs.put(Upstream.USER, config.upstreams().user());
        Optional<RequestSigner> signer = configs.values().stream().anyMatch(UpstreamConfig::signed)
                ? Optional.of(new RequestSigner(credentials(), config.region(), Clock.systemUTC()))
                : Optional.empty();
        signer.ifPresent(RequestSigner::warmUp);
        configs.forEach((upstream, each) -> {
            Instances all = new Instances(
                    each.url(),
                    each.ejection(),
                    bound -> ThreadLocalRandom.current().nextInt(bound),
                    System::nanoTime);
            measure(upstream, all, metrics);
            instances.put(upstream, all);
            UpstreamClient client = client(
                    upstream, each, all, config.streams().idleTimeout(), signer.filter(known -> each.signed()), vertx);
            metrics.gauge(
                    "stage5.gateway.connections.open",
                    List.of(Tag.of("upstream", upstream.label())),
                    client,
                    UpstreamClient::connections);
            clients.put(upstream, client);
        });
        for (RouteClass each : RouteClass.values()) {
            Upstream upstream = each.upstream();
            // One budget for each service: it is what retries must not overload.
            RetryBudget budget = budgets.of(upstream.label());
            GuardedUpstream calls = new GuardedUpstream(
                    each,
                    configs.get(upstream),
                    clients.get(upstream),
                    budget,
                    new CallTimes(each, metrics),
                    System::nanoTime);
            guarded.put(each, calls);
            metrics.gauge(
                    "stage5.gateway.bulkhead.in.use",
                    List.of(Tag.of("class", each.label())),
                    calls,
                    GuardedUpstream::callsInUse);
        }
        metrics.gauge(
                "stage5.gateway.streams.open",
                List.of(Tag.of("upstream", RouteClass.STREAMS.upstream().label())),
                guarded.get(RouteClass.STREAMS),
                GuardedUpstream::openStreams);
    }

    /**
     * Completes with the response of the route's service, if its status is below 500; fails with an {@link
     * UpstreamOutage} otherwise.
     *
     * @param reserve the part of the caller's time budget to leave unused
     */
    public Uni<UpstreamResponse> send(UpstreamRequest request, Duration reserve) {
        return guarded.get(request.routeClass()).send(request, reserve);
    }

    /**
     * Completes once {@code use} has consumed the stream of the route's service; fails with an {@link UpstreamOutage}.
     */
    public Uni<Void> stream(UpstreamRequest request, Function<UpstreamStream, Uni<Void>> use) {
        return guarded.get(request.routeClass()).stream(request, use);
    }

    /** Returns the time after which a client may retry a request to a service that could not answer it. */
    public Duration retryAfter(Upstream upstream) {
        return configs.get(upstream).breaker().delay();
    }

    /** Returns the most concurrent calls of each route class of a service, streams excluded. */
    public int concurrency(Upstream upstream) {
        return configs.get(upstream).concurrency();
    }

    /** Returns the instances of a service and their present state. */
    public List<InstanceStatus> instances(Upstream upstream) {
        Instances all = instances.get(upstream);
        return all.all().stream()
                .map(each -> new InstanceStatus(each.address(), each.inFlight(), all.isEjected(each)))
                .toList();
    }

    /** Returns a service's client without retries, breaker and bulkhead, for calls that have their own. */
    UpstreamClient unguarded(Upstream upstream) {
        return clients.get(upstream);
    }

    private static void measure(Upstream upstream, Instances instances, MeterRegistry metrics) {
        List<Tag> tags = List.of(Tag.of("upstream", upstream.label()));
        metrics.gauge("stage5.gateway.instances.ejected", tags, instances, Instances::ejected);
        FunctionCounter.builder("stage5.gateway.instances.ejections", instances, Instances::ejections)
                .tags(tags)
                .register(metrics);
    }

    /**
     * Returns where a function and a task get the credentials of their role. A function with SnapStart has no variables for
     * them (<a href="https://docs.aws.amazon.com/lambda/latest/dg/snapstart-activate.html">SnapStart</a>). The endpoint of
     * a task is called while a request waits, once in hours.
     */
    private static AwsCredentialsProvider credentials() {
        return AwsCredentialsProviderChain.of(
                EnvironmentVariableCredentialsProvider.create(),
                ContainerCredentialsProvider.builder().build());
    }

    private static UpstreamClient client(
            Upstream upstream,
            UpstreamConfig config,
            Instances instances,
            Duration streamSilence,
            Optional<RequestSigner> signer,
            Vertx vertx) {
        UpstreamClient.Timeouts timeouts = new UpstreamClient.Timeouts(
                config.timeout(), config.onlyAttemptTimeout(), config.streamTimeout(), streamSilence);
        int classes = (int) Arrays.stream(RouteClass.values())
                .filter(each -> each.upstream() == upstream)
                .count();
        // Session checks run beside the calls of user-service and need connections of their own.
        int bulkheads = upstream == Upstream.USER ? classes + 1 : classes;
        int connections = bulkheads * config.concurrency() + config.streams();
        return new UpstreamClient(
                upstream, instances, timeouts, connections, config.maxResponse().asLongValue(), signer, vertx);
    }
}
