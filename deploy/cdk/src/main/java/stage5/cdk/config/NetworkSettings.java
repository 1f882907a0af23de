package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * Settings of the network.
 *
 * @param zones number of availability zones, at least 2
 * @param natGateways number of NAT gateways; traffic without an endpoint needs one: calls of the payment provider and of
 *     other services' HTTP APIs
 * @param endpoints AWS services with an interface endpoint; each costs by the hour and zone, so it pays only with
 *     enough traffic
 */
public record NetworkSettings(String cidr, int zones, int natGateways, List<String> endpoints) {

    public NetworkSettings {
        endpoints = List.copyOf(requireNonNullElse(endpoints, List.of()));
        if (zones < 2) {
            throw new IllegalArgumentException("zones must be at least 2, not " + zones);
        }
    }
}
