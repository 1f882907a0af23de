package stage5.kit.web.resilience;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The retry budgets of this process by client. Counters with the tag {@code client}: {@code stage5.retries.allowed} and
 * {@code stage5.retries.denied}.
 */
@Singleton
public final class RetryBudgets {

    private final MeterRegistry metrics;
    private final RetryConfig config;
    private final Map<String, RetryBudget> budgets = new ConcurrentHashMap<>();

    RetryBudgets(MeterRegistry metrics, RetryConfig config) {
        this.metrics = metrics;
        this.config = config;
    }

    /** Returns the budget of a client, for example {@code payment}. */
    public RetryBudget of(String client) {
        return budgets.computeIfAbsent(client, this::create);
    }

    private RetryBudget create(String client) {
        RetryConfig.Budget settings = config.clients().get(client);
        RetryBudget budget = new RetryBudget(
                new RetryBudget.Settings(
                        settings.share(), settings.burst(), settings.reserve(), settings.reservePerSecond()),
                System::nanoTime);
        FunctionCounter.builder("stage5.retries.allowed", budget, RetryBudget::allowed)
                .tag("client", client)
                .register(metrics);
        FunctionCounter.builder("stage5.retries.denied", budget, RetryBudget::denied)
                .tag("client", client)
                .register(metrics);
        return budget;
    }
}
