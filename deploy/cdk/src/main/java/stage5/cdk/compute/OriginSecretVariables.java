package stage5.cdk.compute;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.cdk.edge.EdgeSettings;

/** The gateway's environment variables for the origin secret. */
final class OriginSecretVariables {

    private static final List<String> VARIABLES =
            List.of("STAGE5_GATEWAY_ORIGIN_SECRET_CURRENT", "STAGE5_GATEWAY_ORIGIN_SECRET_PREVIOUS");

    private OriginSecretVariables() {}

    /**
     * Returns the secrets' names by variable. Empty for other services, and for an edge that reaches the gateway by a private
     * way.
     */
    static Map<String, String> of(ServiceRelease release) {
        EdgeSettings edge = EdgeSettings.of(release.location().environment());
        Map<String, String> names = new LinkedHashMap<>();
        if (release.service().equals(EdgeSettings.GATEWAY) && edge.sendsOriginSecret()) {
            Iterator<String> variables = VARIABLES.iterator();
            edge.originSecret().acceptedNames().forEach(name -> names.put(variables.next(), name));
        }
        return names;
    }
}
