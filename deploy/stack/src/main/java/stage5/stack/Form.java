package stage5.stack;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How a service is packaged and run. */
public enum Form {
    /** A long-running process that serves HTTP and polls its queues, as on ECS Fargate. */
    CONTAINER,
    /** Functions, which the local cloud runs as AWS Lambda would. */
    LAMBDA;

    static Form of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new StackException("There is no form %s; the forms are %s"
                        .formatted(
                                name,
                                Arrays.stream(values()).map(Form::toString).collect(Collectors.joining(", ")))));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
