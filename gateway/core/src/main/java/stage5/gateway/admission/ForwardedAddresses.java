package stage5.gateway.admission;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import stage5.gateway.GatewayConfig;
import stage5.kit.web.http.ClientAddress;

/**
 * Removes from each request what the client itself says about its address: afterwards {@code X-Forwarded-For} has the addresses
 * from the client, as the first trusted proxy reports it, to the gateway's neighbour, and {@code Forwarded} is gone.
 */
@Singleton
public final class ForwardedAddresses {

    /** After {@link OriginGuard} (250), by whose secret the edge is trusted. */
    private static final int PRIORITY = 245;

    private final ClientAddress addresses;

    ForwardedAddresses(GatewayConfig config) {
        this.addresses = new ClientAddress(config.trustedProxies() + (hasSecret(config.originSecret()) ? 1 : 0));
    }

    void register(@Observes Filters filters) {
        filters.register(this::replace, PRIORITY);
    }

    private void replace(RoutingContext context) {
        context.request()
                .headers()
                .set(ClientAddress.HEADER, String.join(", ", addresses.path(context.request())))
                .remove("Forwarded");
        context.next();
    }

    private static boolean hasSecret(GatewayConfig.OriginSecret secret) {
        return secret.current().isPresent() || secret.previous().isPresent();
    }
}
