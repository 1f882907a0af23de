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
        this.addresses = reader(config);
    }

    /** Returns the reader of the client's address. The edge is a proxy, too, if it identifies itself by a secret. */
    public static ClientAddress reader(GatewayConfig config) {
        boolean behindEdge = new OriginSecrets(config.originSecret()).areRequired();
        return new ClientAddress(config.trustedProxies() + (behindEdge ? 1 : 0));
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
}
