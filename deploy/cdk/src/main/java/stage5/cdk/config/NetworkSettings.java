package stage5.cdk.config;

import static java.util.Objects.requireNonNullElse;

import java.util.List;

/**
 * The network.
 *
 * @param zones how many availability zones, two at least
 * @param natGateways how many ways out there are for what has no endpoint: the payment provider and neighbours'
 *     HTTP APIs
 * @param endpoints the AWS services reached over interface endpoints; each costs by the hour and zone, so they pay only
 *     where much goes over them
 */
public record NetworkSettings(String cidr, int zones, int natGateways, List<String> endpoints) {

    public NetworkSettings {
        endpoints = List.copyOf(requireNonNullElse(endpoints, List.of()));
        if (zones < 2) {
            throw new IllegalArgumentException("There must be two zones or more, not " + zones);
        }
    }
}
