package stage5.release.cloudformation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import software.amazon.awssdk.services.cloudformation.CloudFormationClient;
import software.amazon.awssdk.services.cloudformation.model.CloudFormationException;
import software.amazon.awssdk.services.cloudformation.model.Stack;
import software.amazon.awssdk.services.cloudformation.model.StackEvent;
import stage5.stack.StackException;

/** Creates or updates CloudFormation stacks, and reports their events meanwhile. */
public final class StackDeployment {

    /** The message for an update without changes. Its error code, ValidationError, has other causes too. */
    private static final String NO_CHANGES = "No updates are to be performed";

    /** The message for a stack that doesn't exist, with the same error code. */
    private static final String NO_STACK = "does not exist";

    private static final Duration POLL_INTERVAL = Duration.ofSeconds(2);
    private static final Set<String> SUCCEEDED = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

    /** The status after a failed creation; such a stack can only be deleted. */
    private static final Set<String> CREATION_FAILED = Set.of("ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED");

    private final CloudFormationClient client;
    private final Clock clock;
    private final Duration timeout;
    private final Duration pollInterval;
    private final Consumer<String> progress;

    /**
     * Returns a deployment that polls each stack every two seconds.
     *
     * @param timeout limit for one stack
     * @param progress receives each stack event, as one line of text
     */
    public StackDeployment(CloudFormationClient client, Clock clock, Duration timeout, Consumer<String> progress) {
        this(client, clock, timeout, POLL_INTERVAL, progress);
    }

    StackDeployment(
            CloudFormationClient client,
            Clock clock,
            Duration timeout,
            Duration pollInterval,
            Consumer<String> progress) {
        this.client = client;
        this.clock = clock;
        this.timeout = timeout;
        this.pollInterval = pollInterval;
        this.progress = progress;
    }

    /**
     * The result of deploying one stack.
     *
     * @param status the final status of the stack, or {@code unchanged}
     */
    public record Result(boolean succeeded, String status) {

        @Override
        public String toString() {
            return status;
        }
    }

    /**
     * Creates or updates the stack and returns the result once the stack has a final status.
     *
     * @throws StackException after the time-out, or if an earlier creation of the stack failed
     * @throws CloudFormationException if CloudFormation rejects the template
     */
    public Result deploy(DataTemplate template) throws InterruptedException {
        String name = template.stackName();
        Optional<String> before = status(name);
        if (before.filter(CREATION_FAILED::contains).isPresent()) {
            throw new StackException("%s is %s: delete it first".formatted(name, before.get()));
        }
        String token = UUID.randomUUID().toString();
        String body = template.body().toString();
        if (before.isEmpty()) {
            client.createStack(
                    create -> create.stackName(name).templateBody(body).clientRequestToken(token));
        } else if (!update(name, body, token)) {
            return new Result(true, "unchanged");
        }
        return follow(name, token);
    }

    private Optional<String> status(String name) {
        try {
            return client.describeStacks(describe -> describe.stackName(name)).stacks().stream()
                    .map(Stack::stackStatusAsString)
                    .filter(status -> !status.equals("DELETE_COMPLETE"))
                    .findFirst();
        } catch (CloudFormationException e) {
            if (isValidationError(e, NO_STACK)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns false if the update would change nothing. */
    private boolean update(String name, String body, String token) {
        try {
            client.updateStack(
                    update -> update.stackName(name).templateBody(body).clientRequestToken(token));
            return true;
        } catch (CloudFormationException e) {
            if (isValidationError(e, NO_CHANGES)) {
                return false;
            }
            throw e;
        }
    }

    private static boolean isValidationError(CloudFormationException error, String message) {
        return "ValidationError".equals(error.awsErrorDetails().errorCode())
                && error.getMessage().contains(message);
    }

    private Result follow(String name, String token) throws InterruptedException {
        Instant deadline = clock.instant().plus(timeout);
        Set<String> reported = new HashSet<>();
        while (true) {
            String status =
                    status(name).orElseThrow(() -> new StackException(name + " was deleted during its deployment"));
            client.describeStackEventsPaginator(describe -> describe.stackName(name)).stackEvents().stream()
                    .filter(event -> token.equals(event.clientRequestToken()))
                    .toList()
                    .reversed()
                    .stream()
                    .filter(event -> reported.add(event.eventId()))
                    .forEach(event -> progress.accept("  " + line(event)));
            if (!status.endsWith("_IN_PROGRESS")) {
                return new Result(SUCCEEDED.contains(status), status);
            }
            if (clock.instant().isAfter(deadline)) {
                throw new StackException(
                        "%s is still %s after %d minutes".formatted(name, status, timeout.toMinutes()));
            }
            TimeUnit.NANOSECONDS.sleep(pollInterval.toNanos());
        }
    }

    private static String line(StackEvent event) {
        String reason = event.resourceStatusReason();
        return "%s %s %s%s"
                .formatted(
                        event.resourceStatusAsString(),
                        event.resourceType(),
                        event.logicalResourceId(),
                        reason == null ? "" : ": " + reason);
    }
}
