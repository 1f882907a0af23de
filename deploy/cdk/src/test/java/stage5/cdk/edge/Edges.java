package stage5.cdk.edge;

import java.util.List;
import java.util.Optional;
import stage5.cdk.edge.EdgeSettings.Domain;
import stage5.cdk.edge.EdgeSettings.GatewayKind;
import stage5.cdk.edge.EdgeSettings.Protection;
import stage5.cdk.edge.EdgeSettings.Routing;

/** Settings to test with. */
final class Edges {

    static final Domain DOMAIN = new Domain("shop.example.com", "Z0123456789ABCDEFGHIJ", "example.com");
    static final Protection PROTECTION = new Protection(2000, 20, false);

    private Edges() {}

    /** Returns an edge of one region, without a domain. */
    static EdgeSettings nameless(GatewayKind gateway, String region) {
        return new EdgeSettings(
                "dev", gateway, List.of(region), Routing.LATENCY, Optional.empty(), PROTECTION, 1);
    }

    /** Returns an edge of two regions. */
    static EdgeSettings worldwide(GatewayKind gateway, Routing routing) {
        return new EdgeSettings(
                "prod",
                gateway,
                List.of("eu-west-1", "us-east-1"),
                routing,
                Optional.of(DOMAIN),
                new Protection(2000, 20, true),
                3);
    }
}
