package stage5.catalog;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/**
 * Records the requests that the service sends to DynamoDB, once each, without the SDK's retries, and the items queried.
 */
public final class DynamoRequests implements ExecutionInterceptor {

    private static final Queue<SdkRequest> SENT = new ConcurrentLinkedQueue<>();
    private static final Queue<SdkResponse> RECEIVED = new ConcurrentLinkedQueue<>();

    /** Forgets all recorded requests. */
    public static void clear() {
        SENT.clear();
        RECEIVED.clear();
    }

    /** Returns the requests of a type since the last {@link #clear}. */
    public static <T extends SdkRequest> List<T> of(Class<T> type) {
        return SENT.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Returns the number of items that queries have read since the last {@link #clear}, also those filtered out. */
    public static int itemsQueried() {
        return RECEIVED.stream()
                .filter(QueryResponse.class::isInstance)
                .mapToInt(response -> ((QueryResponse) response).scannedCount())
                .sum();
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        SENT.add(context.request());
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        RECEIVED.add(context.response());
    }
}
