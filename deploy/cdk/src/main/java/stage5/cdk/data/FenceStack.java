package stage5.cdk.data;

import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.cdk.StageFiveStack;
import stage5.topology.FenceTable;

/**
 * The {@link FenceTable} of an environment with several regions. No role of the shop may write it: only an operator moves the
 * epoch. Until the first {@code ./stage5 aws failover} it is empty, and no region accepts changes.
 */
public final class FenceStack extends StageFiveStack {

    /** @param location the primary region; the others get a replica */
    public FenceStack(Construct app, StackLocation location) {
        super(app, location, "fence", "Stage Five: which region may write");
        Tables.createStronglyConsistent(this, location, FenceTable.NAME);
    }
}
