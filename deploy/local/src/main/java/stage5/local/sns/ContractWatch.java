package stage5.local.sns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stage5.kit.contract.Contracts;
import stage5.local.sns.PublishedEvents.Departure;

/** Compares what is published with the publishers' contracts, behind the publishers' backs: none waits for it. */
final class ContractWatch implements AutoCloseable {

    /** Enough to see what is wrong, and no load run with a wrong event fills the memory. */
    private static final int MOST_DEPARTURES = 100;

    private final Contracts contracts;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("contracts").factory());
    private final List<Departure> departures = new ArrayList<>(); // the worker's, as is the next
    private long looked;

    ContractWatch(Contracts contracts) {
        this.contracts = contracts;
    }

    void published(Message message) {
        worker.execute(() -> compare(message));
    }

    /** Returns what there is to say of everything that was published before. */
    PublishedEvents sofar() {
        return CompletableFuture.supplyAsync(() -> new PublishedEvents(looked, List.copyOf(departures)), worker)
                .join();
    }

    private void compare(Message message) {
        looked++;
        Set<String> violations = contracts.violations(message.body());
        if (!violations.isEmpty() && departures.size() < MOST_DEPARTURES) {
            departures.add(new Departure(message.topicArn(), message.body(), violations));
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
