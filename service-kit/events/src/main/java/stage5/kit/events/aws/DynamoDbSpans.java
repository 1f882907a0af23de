package stage5.kit.events.aws;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.ScanRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactGetItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/**
 * Traces the calls of a DynamoDB client with the stable names of OpenTelemetry's <a
 * href="https://github.com/open-telemetry/semantic-conventions/blob/v1.37.0/docs/database/dynamodb.md">database
 * conventions 1.37.0</a>. Transactions name their tables, too, which the SDK's instrumentation leaves out.
 */
@ApplicationScoped
class DynamoDbSpans implements ExecutionInterceptor {

    /**
     * The SDK rejects a second attribute of the same name. In dev mode and in tests each start of Quarkus loads this class
     * again, but not the SDK's.
     */
    private static final ExecutionAttribute<Call> CALL =
            new ExecutionAttribute<>("stage5.dynamodb.call." + UUID.randomUUID());

    private static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("db.system.name");
    private static final AttributeKey<String> OPERATION = AttributeKey.stringKey("db.operation.name");
    private static final AttributeKey<String> COLLECTION = AttributeKey.stringKey("db.collection.name");
    private static final AttributeKey<List<String>> TABLES = AttributeKey.stringArrayKey("aws.dynamodb.table_names");
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("db.response.status_code");
    private static final AttributeKey<String> REQUEST_ID = AttributeKey.stringKey("aws.request_id");
    private static final AttributeKey<String> ERROR_TYPE = AttributeKey.stringKey("error.type");
    private static final AttributeKey<Long> ATTEMPT = AttributeKey.longKey("stage5.attempt");

    private final Tracer tracer;

    DynamoDbSpans(Tracer tracer) {
        this.tracer = tracer;
    }

    /** Returns the builder, with this interceptor added to its configuration. */
    <B extends AwsClientBuilder<B, ?>> B on(B builder) {
        return builder.overrideConfiguration(builder.overrideConfiguration().toBuilder()
                .addExecutionInterceptor(this)
                .build());
    }

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
        String operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
        List<String> tables = tables(context.request());
        SpanBuilder span = tracer.spanBuilder(tables.size() == 1 ? operation + " " + tables.getFirst() : operation)
                .setSpanKind(SpanKind.CLIENT)
                .setAttribute(SYSTEM, "aws.dynamodb")
                .setAttribute(OPERATION, operation);
        if (tables.size() == 1) {
            span.setAttribute(COLLECTION, tables.getFirst());
        }
        if (!tables.isEmpty()) {
            span.setAttribute(TABLES, tables);
        }
        attributes.putAttribute(CALL, new Call(span.startSpan()));
    }

    @Override
    public void beforeTransmission(Context.BeforeTransmission context, ExecutionAttributes attributes) {
        attributes.getAttribute(CALL).transmitted();
    }

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
        attributes.getAttribute(CALL).span.end();
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        Span span = attributes.getAttribute(CALL).span;
        Throwable failure = context.exception();
        String type = failure.getClass().getName();
        if (failure instanceof AwsServiceException reply && reply.awsErrorDetails() != null) {
            type = reply.awsErrorDetails().errorCode();
            span.setAttribute(STATUS, type);
            if (reply.requestId() != null) {
                span.setAttribute(REQUEST_ID, reply.requestId());
            }
        }
        span.setAttribute(ERROR_TYPE, type).setStatus(StatusCode.ERROR).end();
    }

    /** Returns the distinct names of the tables that a request reads or writes. */
    private static List<String> tables(SdkRequest request) {
        return switch (request) {
            case GetItemRequest get -> List.of(get.tableName());
            case QueryRequest query -> List.of(query.tableName());
            case UpdateItemRequest update -> List.of(update.tableName());
            case PutItemRequest put -> List.of(put.tableName());
            case DeleteItemRequest delete -> List.of(delete.tableName());
            case ScanRequest scan -> List.of(scan.tableName());
            case BatchGetItemRequest batch -> sorted(batch.requestItems().keySet().stream());
            case BatchWriteItemRequest batch -> sorted(batch.requestItems().keySet().stream());
            case TransactWriteItemsRequest transaction ->
                sorted(transaction.transactItems().stream().map(DynamoDbSpans::table));
            case TransactGetItemsRequest transaction ->
                sorted(transaction.transactItems().stream()
                        .map(item -> item.get().tableName()));
            default -> List.of();
        };
    }

    private static String table(TransactWriteItem item) {
        if (item.put() != null) {
            return item.put().tableName();
        }
        if (item.update() != null) {
            return item.update().tableName();
        }
        return item.delete() != null
                ? item.delete().tableName()
                : item.conditionCheck().tableName();
    }

    private static List<String> sorted(Stream<String> names) {
        return names.distinct().sorted().toList();
    }

    /** A call, which the SDK may transmit several times. */
    private static final class Call {

        private final Span span;
        private int attempts; // one attempt after the other

        Call(Span span) {
            this.span = span;
        }

        void transmitted() {
            attempts++;
            if (attempts > 1) {
                span.addEvent("retry", Attributes.of(ATTEMPT, (long) attempts));
            }
        }
    }
}
