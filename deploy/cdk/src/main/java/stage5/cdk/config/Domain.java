package stage5.cdk.config;

/**
 * The shop's own domain name.
 *
 * @param name of the shop, such as {@code shop.example.com}
 * @param hostedZoneId of the public hosted zone that contains the name, in the same account
 */
public record Domain(String name, String hostedZoneId, String hostedZoneName) {

    public Domain {
        if (!name.equals(hostedZoneName) && !name.endsWith("." + hostedZoneName)) {
            throw new IllegalArgumentException(name + " isn't in the hosted zone " + hostedZoneName);
        }
    }

    /** Returns the DNS name of the active region's gateway, with failover to the other region. */
    public String origin() {
        return "origin." + name;
    }

    /** Returns the latency-routed DNS name of the gateways. */
    public String nearest() {
        return "nearest." + name;
    }
}
