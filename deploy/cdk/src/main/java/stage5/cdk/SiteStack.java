package stage5.cdk;

import java.util.List;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.Tags;
import software.constructs.Construct;

/** A stack at a site: named, tagged and protected as all are. It exports nothing: see {@link Discovery}. */
public abstract class SiteStack extends Stack {

    private final Site site;

    /** @param name of the stack within its environment */
    protected SiteStack(Construct app, Site site, String name, String description) {
        super(
                app,
                site.qualified(name) + "-" + site.region(),
                StackProps.builder()
                        .stackName(site.qualified(name))
                        .description(description)
                        .env(Environment.builder()
                                .account(site.environment().account())
                                .region(site.region())
                                .build())
                        .terminationProtection(!site.environment().deletable())
                        .build());
        this.site = site;
        Tags.of(this).add("stage5:environment", site.environment().name());
        Tags.of(this).add("stage5:stack", name);
    }

    @Override
    public List<String> getAvailabilityZones() {
        return site.zones();
    }

    /** Returns where the stack is. */
    public Site site() {
        return site;
    }
}
