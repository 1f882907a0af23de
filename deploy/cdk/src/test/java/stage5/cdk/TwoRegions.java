package stage5.cdk;

import java.util.List;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;

/** Production as it is with a second region, which the environment's file leaves out. */
public final class TwoRegions {

    public static final String PRIMARY = "us-east-1";
    public static final String SECOND = "us-west-2";
    public static final String WITNESS = "us-east-2";

    private TwoRegions() {}

    public static DeploymentEnvironment prod() {
        return DeploymentEnvironments.load("prod").withRegions(List.of(PRIMARY, SECOND), WITNESS);
    }
}
