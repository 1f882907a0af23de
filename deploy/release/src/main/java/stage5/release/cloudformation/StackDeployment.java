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
import stage5.cli.stack.StackException;

/** Makes a stack what its template says, and tells what happens meanwhile. */
public final class StackDeployment {

    /** CloudFormation's word for an update that would change nothing; it has no code of its own. */
    private static final String NOTHING_TO_DO = "No updates are to be performed";

    private static final Duration LOOK_AGAIN = Duration.ofSeconds(2);

    private static final Set<String> GOOD = Set.of("CREATE_COMPLETE", "UPDATE_COMPLETE");

    /** What a first creation that failed leaves; it can only be deleted. */
    private static final Set<String> REMAINS = Set.of("ROLLBACK_COMPLETE", "CREATE_FAILED", "ROLLBACK_FAILED");

    private final CloudFormation client;
    private final Clock clock;
    private final Duration patience;
    private final Duration lookAgain;
    private final Consumer<String> teller;

    /**
     * Returns a deployment that asks every two seconds how far it is.
     *
     * @param patience how long a stack may take
     * @param teller is told each event, in a line
     */
    public StackDeployment(CloudFormation client, Clock clock, Duration patience, Consumer<String> teller) {
        this(client, clock, patience, LOOK_AGAIN, teller);
    }

    StackDeployment(
            CloudFormation client, Clock clock, Duration patience, Duration lookAgain, Consumer<String> teller) {
        this.client = client;
        this.clock = clock;
        this.patience = patience;
        this.lookAgain = lookAgain;
        this.teller = teller;
    }

    /** How a deployment ended. */
    public record Outcome(boolean succeeded, String how) {

        @Override
        public String toString() {
            return how;
        }
    }

    /**
     * Returns how it ended, once it has.
     *
     * @throws StackException if that takes too long, or the stack is what a failed creation has left
     */
    public Outcome deploy(DataTemplate template) throws InterruptedException {
        Optional<String> before = client.status(template.stackName());
        if (before.filter(REMAINS::contains).isPresent()) {
            throw new StackException("%s is %s: delete it first".formatted(template.stackName(), before.get()));
        }
        String token = UUID.randomUUID().toString();
        String body = template.body().toString();
        if (before.isEmpty()) {
            client.create(template.stackName(), body, token);
        } else if (!update(template.stackName(), body, token)) {
            return new Outcome(true, "unchanged");
        }
        return follow(template.stackName(), token);
    }

    private boolean update(String name, String body, String token) {
        try {
            client.update(name, body, token);
            return true;
        } catch (CloudFormationException e) {
            if (e.getMessage().contains(NOTHING_TO_DO)) {
                return false;
            }
            throw e;
        }
    }

    private Outcome follow(String name, String token) throws InterruptedException {
        Instant deadline = clock.instant().plus(patience);
        Set<String> told = new HashSet<>();
        while (true) {
            String status =
                    client.status(name).orElseThrow(() -> new StackException(name + " is gone while it was deployed"));
            client.events(name).reversed().stream()
                    .filter(event -> event.token().equals(token) && told.add(event.id()))
                    .forEach(event -> teller.accept("  " + event));
            if (!status.endsWith("_IN_PROGRESS")) {
                return new Outcome(GOOD.contains(status), status);
            }
            if (clock.instant().isAfter(deadline)) {
                throw new StackException(
                        "%s is still %s after %d minutes".formatted(name, status, patience.toMinutes()));
            }
            TimeUnit.NANOSECONDS.sleep(lookAgain.toNanos());
        }
    }
}
