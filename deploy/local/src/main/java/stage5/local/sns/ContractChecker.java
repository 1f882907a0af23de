package stage5.local.sns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stage5.kit.contract.PublisherContracts;
import stage5.local.sns.ContractCheckResult.Deviation;

/** Compares what is submit with the publishers' contracts, behind the publishers' backs: none waits for it. */
final class ContractChecker implements AutoCloseable {

    /** Enough to see what is wrong, and no load run with a wrong event fills the memory. */
    private static final int MAX_DEVIATIONS = 100;

    private final PublisherContracts contracts;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("contracts").factory());
    private final List<Deviation> deviations = new ArrayList<>(); // the worker's, as is the next
    private long compared;

    ContractChecker(PublisherContracts contracts) {
        this.contracts = contracts;
    }

    void submit(Message message) {
        worker.execute(() -> compare(message));
    }

    /** Returns what there is to say of everything that was submit before. */
    ContractCheckResult result() {
        return CompletableFuture.supplyAsync(() -> new ContractCheckResult(compared, List.copyOf(deviations)), worker)
                .join();
    }

    private void compare(Message message) {
        compared++;
        Set<String> violations = contracts.violations(message.body());
        if (!violations.isEmpty() && deviations.size() < MAX_DEVIATIONS) {
            deviations.add(new Deviation(message.topicArn(), message.body(), violations));
        }
    }

    @Override
    public void close() {
        worker.shutdownNow();
    }
}
