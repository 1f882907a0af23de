package stage5.cdk;

import java.util.List;
import java.util.stream.IntStream;
import stage5.cdk.config.Environment;

/** An environment in one of its regions: what a stack is for. */
public record Site(Environment environment, String region) {

    /** Returns whether the tables are made here; in other regions they are replicas. */
    public boolean isPrimary() {
        return environment.primaryRegion().equals(region);
    }

    /**
     * Returns whether changes are made and events handled here. A transaction of DynamoDB holds in one region only, and
     * of two writes to an item in two regions the later one wins (<a
     * href="https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/V2globaltables_HowItWorks.html">global
     * tables</a>): with two active regions neither the stock nor an effect's once would be safe.
     */
    public boolean isActive() {
        return environment.activeRegion().equals(region);
    }

    /** Returns the availability zones; stated, since looking them up would need the account. */
    public List<String> zones() {
        return IntStream.range(0, environment.network().zones())
                .mapToObj(i -> region + (char) ('a' + i))
                .toList();
    }

    /** Returns the name of a stack, or of something else that must be told from another environment's. */
    public String qualified(String name) {
        return "stage5-%s-%s".formatted(environment.name(), name);
    }

    /** Returns the ARN of something in this account and region. */
    public String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, environment.account(), resource);
    }
}
