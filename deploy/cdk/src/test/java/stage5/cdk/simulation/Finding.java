package stage5.cdk.simulation;

/**
 * A fault that a replayed deployment has met.
 *
 * @param stack its name within the environment, such as {@code order-service}
 * @param subject the resource, name or setting
 */
record Finding(Fault fault, String stack, String subject) implements Comparable<Finding> {

    @Override
    public int compareTo(Finding other) {
        return toString().compareTo(other.toString());
    }

    @Override
    public String toString() {
        return "%s: %s: %s".formatted(stack, subject, fault);
    }
}
