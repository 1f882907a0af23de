package stage5.gateway.tracing;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.vertx.core.spi.observability.HttpRequest;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import stage5.gateway.GatewayConfig;
import stage5.gateway.admission.ForwardedAddresses;
import stage5.gateway.admission.OriginGuard;
import stage5.gateway.admission.OriginSecrets;
import stage5.kit.web.http.ClientAddress;

/**
 * Finds out whether a request is from a caller whose trace context is continued. The request is as it arrived: the span starts
 * before {@link OriginGuard} and {@link ForwardedAddresses} run, so their checks are repeated here.
 */
final class TrustedCallers {

    private final OriginSecrets secrets;
    private final ClientAddress addresses;
    private final List<IpSubnetFilterRule> networks;

    /** Throws {@link IllegalArgumentException} if a caller is neither an address nor a network. */
    TrustedCallers(GatewayConfig config) {
        this.secrets = new OriginSecrets(config.originSecret());
        this.addresses = ForwardedAddresses.reader(config);
        this.networks = config.tracing().trustedCallers().orElse(List.of()).stream()
                .map(TrustedCallers::network)
                .toList();
    }

    boolean include(HttpRequest request) {
        if (networks.isEmpty()
                || secrets.areRequired() && !secrets.accept(request.headers().get(OriginGuard.HEADER))) {
            return false;
        }
        String address =
                addresses.path(request.headers(), request.remoteAddress()).getFirst();
        if (address.equals(ClientAddress.UNKNOWN)) {
            return false;
        }
        InetSocketAddress caller = new InetSocketAddress(InetAddress.ofLiteral(address), 0);
        return networks.stream().anyMatch(network -> network.matches(caller));
    }

    private static IpSubnetFilterRule network(String text) {
        String[] parts = text.strip().split("/", 2);
        InetAddress address = InetAddress.ofLiteral(parts[0]);
        int bits = parts.length == 2 ? Integer.parseInt(parts[1]) : Byte.SIZE * address.getAddress().length;
        return new IpSubnetFilterRule(address, bits, IpFilterRuleType.ACCEPT);
    }
}
