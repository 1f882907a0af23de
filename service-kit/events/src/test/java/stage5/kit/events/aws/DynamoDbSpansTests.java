package stage5.kit.events.aws;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.InterceptorContext;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.internal.interceptor.DefaultFailedExecutionContext;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.Update;
import stage5.kit.events.envelope.FinishedSpans;

class DynamoDbSpansTests {

    private static final Map<String, AttributeValue> KEY = Map.of("pk", AttributeValue.fromS("1"));

    private final FinishedSpans finished = new FinishedSpans();
    private final SdkTracerProvider tracing =
            SdkTracerProvider.builder().addSpanProcessor(finished).build();
    private final DynamoDbSpans spans = new DynamoDbSpans(tracing.get("test"));

    @AfterEach
    void shouldFollowTheConventions() {
        assertThat(finished.violations()).isEmpty();
        tracing.close();
    }

    @Test
    void shouldNameTheTable_whenACallHasOne() {
        GetItemRequest get =
                GetItemRequest.builder().tableName("orders").key(KEY).build();
        ExecutionAttributes call = start("GetItem", get);
        spans.beforeTransmission(context(get), call);
        spans.afterExecution(context(get), call);

        SpanData span = finished.named("GetItem orders").getFirst();
        assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
        assertThat(span.getEvents()).isEmpty();
        assertThat(span.getAttributes().asMap())
                .containsOnly(
                        Map.entry(AttributeKey.stringKey("db.system.name"), "aws.dynamodb"),
                        Map.entry(AttributeKey.stringKey("db.operation.name"), "GetItem"),
                        Map.entry(AttributeKey.stringKey("db.collection.name"), "orders"),
                        Map.entry(AttributeKey.stringArrayKey("aws.dynamodb.table_names"), List.of("orders")));
    }

    @Test
    void shouldNameEachTableOnce_whenATransactionHasSeveral() {
        TransactWriteItemsRequest write = TransactWriteItemsRequest.builder()
                .transactItems(put("orders"), update("order-view"), put("orders"))
                .build();
        ExecutionAttributes call = start("TransactWriteItems", write);
        spans.afterExecution(context(write), call);

        SpanData span = finished.named("TransactWriteItems").getFirst();
        assertThat(span.getAttributes().get(AttributeKey.stringArrayKey("aws.dynamodb.table_names")))
                .containsExactly("order-view", "orders");
        assertThat(span.getAttributes().get(AttributeKey.stringKey("db.collection.name")))
                .isNull();
    }

    @Test
    void shouldShowRetriesAndTheErrorCode_whenACallFails() {
        TransactWriteItemsRequest write =
                TransactWriteItemsRequest.builder().transactItems(put("orders")).build();
        ExecutionAttributes call = start("TransactWriteItems", write);
        spans.beforeTransmission(context(write), call);
        spans.beforeTransmission(context(write), call);
        spans.onExecutionFailure(
                DefaultFailedExecutionContext.builder()
                        .interceptorContext(context(write))
                        .exception(TransactionCanceledException.builder()
                                .requestId("R1")
                                .awsErrorDetails(AwsErrorDetails.builder()
                                        .errorCode("TransactionCanceledException")
                                        .build())
                                .build())
                        .build(),
                call);

        SpanData span = finished.named("TransactWriteItems orders").getFirst();
        assertThat(span.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(span.getEvents()).extracting(event -> event.getName()).containsExactly("retry");
        for (String attribute : Set.of("error.type", "db.response.status_code")) {
            assertThat(span.getAttributes().get(AttributeKey.stringKey(attribute)))
                    .isEqualTo("TransactionCanceledException");
        }
        assertThat(span.getAttributes().get(AttributeKey.stringKey("aws.request_id")))
                .isEqualTo("R1");
    }

    private ExecutionAttributes start(String operation, SdkRequest request) {
        ExecutionAttributes attributes = new ExecutionAttributes();
        attributes.putAttribute(SdkExecutionAttribute.OPERATION_NAME, operation);
        spans.beforeExecution(context(request), attributes);
        return attributes;
    }

    private static InterceptorContext context(SdkRequest request) {
        return InterceptorContext.builder().request(request).build();
    }

    private static TransactWriteItem put(String table) {
        return TransactWriteItem.builder()
                .put(Put.builder().tableName(table).item(KEY).build())
                .build();
    }

    private static TransactWriteItem update(String table) {
        return TransactWriteItem.builder()
                .update(Update.builder().tableName(table).key(KEY).build())
                .build();
    }
}
