package stage5.kit.web.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Finds the address of the client behind the proxies. Each proxy appends the address that it was called from to {@code
 * X-Forwarded-For}; what precedes the entries of the trusted proxies comes from the client and can be forged. So entries
 * are counted from the right (<a
 * href="https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/X-Forwarded-For">X-Forwarded-For</a>).
 */
@Singleton
public final class ClientAddress {

    /** The address of every client whose address is not known. */
    public static final String UNKNOWN = "unknown";

    /** The header with the addresses. */
    public static final String HEADER = "X-Forwarded-For";

    private static final int IPV6_NETWORK_BYTES = 8;

    private final int trustedProxies;

    /**
     * Creates a reader of addresses.
     *
     * @param trustedProxies the proxies in front of this process that append to the header
     */
    @Inject
    public ClientAddress(
            @ConfigProperty(name = "stage5.client-address.trusted-proxies", defaultValue = "1") int trustedProxies) {
        if (trustedProxies < 0) {
            throw new IllegalArgumentException("The trusted proxies must be 0 or more, not " + trustedProxies);
        }
        this.trustedProxies = trustedProxies;
    }

    /** Returns the {@link #limitKey} of the client's address. */
    public String of(HttpServerRequest request) {
        return limitKey(path(request).getFirst());
    }

    /** Returns the addresses from the client to this process's own neighbour, which may be {@value #UNKNOWN}; at least one. */
    public List<String> path(HttpServerRequest request) {
        return path(request.headers(), request.remoteAddress());
    }

    /**
     * Returns the addresses from the client to this process's own neighbour, as {@link #path(HttpServerRequest)}.
     *
     * @param remote this process's neighbour; null if the request came by no socket
     */
    public List<String> path(MultiMap headers, SocketAddress remote) {
        return path(headers.getAll(HEADER), remote == null ? null : remote.hostAddress(), trustedProxies);
    }

    /**
     * Returns what a limit counts by: an IPv4 address, or the first 64 bits of an IPv6 address, of which one customer has all
     * (<a href="https://www.rfc-editor.org/rfc/rfc6177">RFC 6177</a>); {@value #UNKNOWN} of what is no address.
     */
    public static String limitKey(String address) {
        return parse(address)
                .map(parsed -> parsed instanceof Inet6Address
                        ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES) + "/64"
                        : parsed.getHostAddress())
                .orElse(UNKNOWN);
    }

    static List<String> path(List<String> headers, String remote, int trustedProxies) {
        List<String> hops = new ArrayList<>();
        for (String header : headers) {
            for (String entry : header.split(",", -1)) {
                hops.add(withoutPort(entry.strip()));
            }
        }
        // In the lambda form the request may have no socket, but the last proxy has reported itself all the same.
        hops.add(remote == null ? UNKNOWN : remote);
        int client = hops.size() - 1;
        int furthest = Math.max(0, client - trustedProxies);
        // An entry that is no address was not written by a proxy: there are fewer of them than configured.
        while (client > furthest && parse(hops.get(client - 1)).isPresent()) {
            client--;
        }
        return List.copyOf(hops.subList(client, hops.size()));
    }

    private static Optional<InetAddress> parse(String address) {
        try {
            return Optional.of(InetAddress.ofLiteral(address));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
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
}
