package stage5.cdk.config;

import static java.util.Objects.requireNonNull;

/**
 * How customers reach the shop.
 *
 * @param domain null for AWS's own host names; required with more than one region
 */
public record PublicEdge(Domain domain, EdgeRules rules) {

    public PublicEdge {
        requireNonNull(rules, "edge.rules");
    }
}
