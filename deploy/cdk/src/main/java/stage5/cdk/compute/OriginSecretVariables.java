package stage5.cdk.compute;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.edge.GatewayParameters;

/** By which variables the gateway is told what the edge proves itself with. */
final class OriginSecretVariables {

    private static final List<String> VARIABLES =
            List.of("STAGE5_GATEWAY_ORIGIN_SECRET_CURRENT", "STAGE5_GATEWAY_ORIGIN_SECRET_PREVIOUS");

    private OriginSecretVariables() {}

    /**
     * Returns the names of the secrets, by variable; none for other services, nor where the edge comes by a way that
     * nobody else has.
     */
    static Map<String, String> of(Release release) {
        EdgeSettings edge = EdgeSettings.of(release.site().environment());
        Map<String, String> names = new LinkedHashMap<>();
        if (release.service().equals(GatewayParameters.OWNER) && edge.provesItself()) {
            Iterator<String> variables = VARIABLES.iterator();
            edge.originSecret().acceptedNames().forEach(name -> names.put(variables.next(), name));
        }
        return names;
    }
}
