package stage5.gateway.tracing;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanKind;
import io.vertx.core.http.impl.HttpUtils;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import stage5.gateway.GatewayConfig;
import stage5.gateway.domain.Route;
import stage5.gateway.domain.RouteClass;
import stage5.gateway.domain.Routes;
import stage5.kit.web.telemetry.RootSampling;
import stage5.kit.web.telemetry.TelemetrySettings;
import stage5.kit.web.telemetry.TraceShare;

/** Keeps a share of the traces of each route class, and another one of all other traces. */
@Singleton
public final class RouteSampling implements RootSampling {

    private static final AttributeKey<String> METHOD = AttributeKey.stringKey("http.request.method");
    private static final AttributeKey<String> PATH = AttributeKey.stringKey("url.path");

    private final Map<RouteClass, TraceShare> shares = new EnumMap<>(RouteClass.class);
    private final TraceShare others;

    @Inject
    RouteSampling(GatewayConfig config, TelemetrySettings telemetry) {
        this(config.tracing().rates(), telemetry.sampling().rate());
    }

    /**
     * @param rates by the label of the route class; throws {@link IllegalArgumentException} for an unknown label
     * @param others the rate of all other traces
     */
    RouteSampling(Map<String, Double> rates, double others) {
        Map<String, Double> left = new HashMap<>(rates);
        this.others = new TraceShare(others);
        for (RouteClass each : RouteClass.values()) {
            Double rate = left.remove(each.label());
            left.remove(each.label().replace('-', '.')); // an environment variable adds its own name to the listed one
            shares.put(each, rate == null ? this.others : new TraceShare(rate));
        }
        if (!left.isEmpty()) {
            throw new IllegalArgumentException("Rates of unknown route classes: %s; known are %s"
                    .formatted(
                            left.keySet(),
                            Arrays.stream(RouteClass.values())
                                    .map(RouteClass::label)
                                    .toList()));
        }
    }

    @Override
    public boolean keeps(String traceId, SpanKind kind, Attributes attributes) {
        return share(attributes).keeps(traceId, kind, attributes);
    }

    private TraceShare share(Attributes attributes) {
        String path = attributes.get(PATH);
        String method = attributes.get(METHOD);
        if (path == null || method == null) {
            return others;
        }
        return route(path)
                .filter(route -> route.calls() != null)
                .map(route -> shares.get(route.routeClass(method)))
                .orElse(others);
    }

    /** Normalises as the routing does: another spelling of a path must not get another rate. */
    private static Optional<Route> route(String path) {
        try {
            return Routes.find(HttpUtils.normalizePath(path));
        } catch (IllegalArgumentException strayPercentSign) {
            return Optional.empty();
        }
    }
}
