package stage5.cdk;

import stage5.cdk.config.Environment;

/** An environment in one of its regions: what a stack is for. */
public record Site(Environment environment, String region) {

    /** Returns whether the tables are made here; in other regions they are replicas. */
    public boolean isPrimary() {
        return environment.primaryRegion().equals(region);
    }

    /** Returns the name of a stack, or of something else that must be told from another environment's. */
    public String qualified(String name) {
        return "stage5-%s-%s".formatted(environment.name(), name);
    }

    /** Returns the ARN of something in this account and region, in a partition that the stack knows. */
    public String arn(String service, String resource) {
        return "arn:aws:%s:%s:%s:%s".formatted(service, region, environment.account(), resource);
    }
}
