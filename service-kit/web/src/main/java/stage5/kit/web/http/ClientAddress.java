package stage5.kit.web.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
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

    private static final String HEADER = "X-Forwarded-For";
    private static final int IPV6_NETWORK_BYTES = 8;

    private final int trustedProxies;

    @Inject
    ClientAddress(
            @ConfigProperty(name = "stage5.client-address.trusted-proxies", defaultValue = "1") int trustedProxies) {
        if (trustedProxies < 0) {
            throw new IllegalArgumentException(
                    "stage5.client-address.trusted-proxies must be 0 or more, not " + trustedProxies);
        }
        this.trustedProxies = trustedProxies;
    }

    /**
     * Returns the client's address; of an IPv6 address its first 64 bits, because a client can choose the others freely.
     * Returns {@value #UNKNOWN} if a proxy reported no IP address.
     */
    public String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        return find(request.headers().getAll(HEADER), remote == null ? null : remote.hostAddress(), trustedProxies);
    }

    static String find(List<String> headers, String remote, int trustedProxies) {
        List<String> hops = new ArrayList<>();
        headers.forEach(header -> hops.addAll(Arrays.asList(header.split(",", -1))));
        if (remote != null) {
            hops.add(remote);
        } else {
            // In the lambda form the request has no socket, but the last proxy has reported itself all the same.
            hops.add(UNKNOWN);
        }
        return normalised(
                hops.get(Math.max(0, hops.size() - 1 - trustedProxies)).strip());
    }

    private static String normalised(String address) {
        try {
            InetAddress parsed = InetAddress.ofLiteral(address);
            return parsed instanceof Inet6Address
                    ? HexFormat.of().formatHex(parsed.getAddress(), 0, IPV6_NETWORK_BYTES) + "/64"
                    : parsed.getHostAddress();
        } catch (IllegalArgumentException e) {
            return UNKNOWN;
        }
    }
}
