package stage5.kit.events.aws;

import java.time.Duration;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.retries.api.AcquireInitialTokenRequest;
import software.amazon.awssdk.retries.api.AcquireInitialTokenResponse;
import software.amazon.awssdk.retries.api.BackoffStrategy;
import software.amazon.awssdk.retries.api.RecordSuccessRequest;
import software.amazon.awssdk.retries.api.RecordSuccessResponse;
import software.amazon.awssdk.retries.api.RefreshRetryTokenRequest;
import software.amazon.awssdk.retries.api.RefreshRetryTokenResponse;
import software.amazon.awssdk.retries.api.RetryStrategy;
import software.amazon.awssdk.retries.api.TokenAcquisitionFailedException;
import stage5.kit.web.resilience.RetryBudget;

/**
 * The retries of an AWS client within a {@link RetryBudget}. What is retried, and after which pauses, is the SDK's default;
 * its own token bucket is off, because it allows one call in five to be a retry and does not count throttled calls (<a
 * href="https://docs.aws.amazon.com/sdkref/latest/guide/feature-retry-behavior.html">retry behaviour</a>). A client with this
 * strategy ignores {@code AWS_RETRY_MODE} and {@code AWS_MAX_ATTEMPTS}.
 *
 * <p>Thread-safe.
 */
public final class BudgetedRetryStrategy implements RetryStrategy {

    private static final int MOST_ATTEMPTS = 4;

    /** The values of the SDK's DynamoDB client: more attempts than other clients have, after shorter pauses. */
    private static final int MOST_ATTEMPTS_OF_DYNAMODB = 9;

    private static final Duration FIRST_PAUSE_OF_DYNAMODB = Duration.ofMillis(25);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(20);

    private final RetryStrategy retries;
    private final RetryBudget budget;
    private final boolean deposits;

    private BudgetedRetryStrategy(RetryStrategy retries, RetryBudget budget, boolean deposits) {
        this.retries = retries;
        this.budget = budget;
        this.deposits = deposits;
    }

    /** Returns a strategy with at most three retries a call; each call deposits its share in the budget. */
    public static BudgetedRetryStrategy of(RetryBudget budget) {
        return new BudgetedRetryStrategy(
                AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                        .maxAttempts(MOST_ATTEMPTS)
                        .circuitBreakerEnabled(false)
                        .build(),
                budget,
                true);
    }

    /**
     * Returns a strategy with at most eight retries a call. Calls deposit nothing: the caller of the client does, because the
     * budget is also that of its own retries.
     */
    public static BudgetedRetryStrategy ofDynamoDb(RetryBudget budget) {
        return new BudgetedRetryStrategy(
                AwsRetryStrategy.legacyRetryStrategy().toBuilder()
                        .maxAttempts(MOST_ATTEMPTS_OF_DYNAMODB)
                        .backoffStrategy(BackoffStrategy.exponentialDelay(FIRST_PAUSE_OF_DYNAMODB, LONGEST_PAUSE))
                        .circuitBreakerEnabled(false)
                        .build(),
                budget,
                false);
    }

    /** Returns the builder, with this strategy added to its configuration. */
    public <B extends AwsClientBuilder<B, ?>> B on(B builder) {
        return builder.overrideConfiguration(
                builder.overrideConfiguration().toBuilder().retryStrategy(this).build());
    }

    @Override
    public AcquireInitialTokenResponse acquireInitialToken(AcquireInitialTokenRequest request) {
        if (deposits) {
            budget.onFirstAttempt();
        }
        return retries.acquireInitialToken(request);
    }

    /** Returns the pause before a retry; throws if the failure is not repeatable, or retries or budget are used up. */
    @Override
    public RefreshRetryTokenResponse refreshRetryToken(RefreshRetryTokenRequest request) {
        RefreshRetryTokenResponse retry = retries.refreshRetryToken(request);
        if (!budget.tryRetry()) {
            throw new TokenAcquisitionFailedException(
                    "The retry budget of this client is used up", retry.token(), request.failure());
        }
        return retry;
    }

    @Override
    public RecordSuccessResponse recordSuccess(RecordSuccessRequest request) {
        return retries.recordSuccess(request);
    }

    @Override
    public int maxAttempts() {
        return retries.maxAttempts();
    }

    @Override
    public boolean useClientDefaults() {
        return false;
    }

    /** Not supported: a changed copy of the SDK's strategy would have no budget. */
    @Override
    public Builder<?, ?> toBuilder() {
        throw new UnsupportedOperationException("A strategy with a budget cannot be changed");
    }
}
