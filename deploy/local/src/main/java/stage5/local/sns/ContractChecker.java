package stage5.local.sns;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import stage5.kit.contract.PublisherContracts;
import stage5.local.sns.ContractCheckResult.Deviation;

/** Checks published messages against the publishers' contracts, on its own thread, so that publishers do not wait. */
final class ContractChecker implements AutoCloseable {

    /** The most violations that are kept, so that a load test with invalid events does not fill the memory. */
    private static final int MAX_DEVIATIONS = 100;

    private final PublisherContracts contracts;
    private final ExecutorService worker = Executors.newSingleThreadExecutor(
            Thread.ofPlatform().daemon().name("contracts").factory());

    // Both fields are used on the worker's thread only.
    private final List<Deviation> deviations = new ArrayList<>();
    private long compared;

    ContractChecker(PublisherContracts contracts) {
        this.contracts = contracts;
    }

    void submit(Message message) {
        worker.execute(() -> compare(message));
    }

    /** Returns the result for all messages submitted so far; waits until they are checked. */
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
