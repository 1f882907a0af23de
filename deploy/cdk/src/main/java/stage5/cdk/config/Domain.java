package stage5.cdk.config;

/**
 * A name of one's own.
 *
 * @param name the shop's, as {@code shop.example.com}
 * @param hostedZoneId the public hosted zone that has the name, in the same account
 */
public record Domain(String name, String hostedZoneId, String hostedZoneName) {

    public Domain {
        if (!name.equals(hostedZoneName) && !name.endsWith("." + hostedZoneName)) {
            throw new IllegalArgumentException(name + " isn't in the hosted zone " + hostedZoneName);
        }
    }

    /** Returns the name behind which the active region's gateway is. */
    public String origin() {
        return "origin." + name;
    }

    /** Returns the name behind which the gateway nearest to whoever asks is. */
    public String nearest() {
        return "nearest." + name;
    }
}
