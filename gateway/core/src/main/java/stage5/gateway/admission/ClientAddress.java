package stage5.gateway.admission;

import io.netty.util.NetUtil;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import stage5.gateway.GatewayConfig;

/**
 * Finds the address of the client, as the first trusted proxy reports it. Each proxy appends the address of its own client to
 * {@code X-Forwarded-For}, so the trusted entries are the last ones. What stands before them was sent by the client, and is
 * removed from each request together with {@code Forwarded}: afterwards {@code X-Forwarded-For} has the addresses from the
 * client to the gateway's neighbour.
 */
@Singleton
public final class ClientAddress {

    /** After {@link OriginGuard} (250), by whose secret the edge is trusted. */
    private static final int PRIORITY = 245;

    private static final String FORWARDED_FOR = "X-Forwarded-For";
    private static final String UNKNOWN = "unknown";
    private static final int IPV6_BYTES = 16;
    private static final int NETWORK_BYTES = 8;

    private final int trustedProxies;

    @Inject
    ClientAddress(GatewayConfig config) {
        this(config.trustedProxies() + (hasSecret(config.originSecret()) ? 1 : 0));
    }

    /**
     * Creates a reader of addresses.
     *
     * @param trustedProxies the proxies in front of the gateway that append to {@code X-Forwarded-For}
     */
    ClientAddress(int trustedProxies) {
        if (trustedProxies < 0) {
            throw new IllegalArgumentException("trusted-proxies must be 0 or more, not " + trustedProxies);
        }
        this.trustedProxies = trustedProxies;
    }

    void register(@Observes Filters filters) {
        filters.register(
                context -> {
                    HttpServerRequest request = context.request();
                    request.headers().set(FORWARDED_FOR, String.join(", ", path(request)));
                    request.headers().remove("Forwarded");
                    context.next();
                },
                PRIORITY);
    }

    /**
     * Returns what a rate limit counts by: an IPv4 address, or the first 64 bits of an IPv6 address, of which one customer
     * has all (RFC 6177).
     */
    static String limitKey(String address) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
        if (bytes == null || bytes.length != IPV6_BYTES) {
            return address;
        }
        try {
            byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BYTES), IPV6_BYTES);
            return InetAddress.getByAddress(network).getHostAddress() + "/64";
        } catch (UnknownHostException e) {
            throw new IllegalStateException("An IPv6 address has 16 bytes", e);
        }
    }

    /** Returns the addresses from the client to the gateway's own neighbour, at least one. */
    List<String> path(HttpServerRequest request) {
        List<String> all = new ArrayList<>();
        for (String line : request.headers().getAll(FORWARDED_FOR)) {
            for (String entry : line.split(",")) {
                all.add(withoutPort(entry.strip()));
            }
        }
        all.add(peer(request));
        List<String> trusted = all.subList(Math.max(0, all.size() - 1 - trustedProxies), all.size());
        // An entry that is no address was not written by a proxy: there are fewer of them than configured.
        int invalid = lastInvalid(trusted);
        return List.copyOf(trusted.subList(Math.min(invalid + 1, trusted.size() - 1), trusted.size()));
    }

    private static int lastInvalid(List<String> addresses) {
        for (int i = addresses.size() - 1; i >= 0; i--) {
            if (NetUtil.createByteArrayFromIpAddressString(addresses.get(i)) == null) {
                return i;
            }
        }
        return -1;
    }

    private static String peer(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return remote == null || remote.hostAddress() == null ? UNKNOWN : remote.hostAddress();
    }

    /** Returns an address without brackets and port: some balancers append {@code 203.0.113.7:4711} or {@code [::1]:4711}. */
    private static String withoutPort(String entry) {
        if (entry.startsWith("[")) {
            int end = entry.indexOf(']');
            return end < 0 ? entry : entry.substring(1, end);
        }
        int colon = entry.indexOf(':');
        return colon >= 0 && colon == entry.lastIndexOf(':') ? entry.substring(0, colon) : entry;
    }

    private static boolean hasSecret(GatewayConfig.OriginSecret secret) {
        return secret.current().isPresent() || secret.previous().isPresent();
    }
}
