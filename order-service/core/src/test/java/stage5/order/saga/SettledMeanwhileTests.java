package stage5.order.saga;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.search.Search;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.mockito.InjectSpy;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import org.mockito.invocation.InvocationOnMock;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import stage5.kit.events.dynamodb.Attributes;
import stage5.kit.events.dynamodb.Dynamo;
import stage5.kit.web.vertx.VertxContexts;

/**
 * Another process settles the order right after its first read. Each place that reads an order and its saga gets both from one
 * query. With two reads it could see an open order without a saga, which was a 500 for the customer.
 */
@QuarkusTest
class SettledMeanwhileTests extends SagaTest {

    @InjectSpy
    Dynamo dynamo;

    @Inject
    MeterRegistry metrics;

    private final AtomicInteger reads = new AtomicInteger();

    @Test
    void shouldReturn409_whenTheOrderIsCancelled() {
        String order = shop.order(customer);
        afterFirstRead(order, () -> shop.deliver(STOCK_IN, shop.stockRejected(order, "out-of-stock")));

        shop.cancel(customer, order)
                .then()
                .statusCode(409)
                .body("type", Matchers.equalTo("urn:stage5:problem:order-settled"));

        assertSettled(order, "rejected", "out-of-stock");
    }

    @Test
    void shouldVoidTheCharge_whenTheStockIsReserved() {
        String order = shop.order(customer);
        afterFirstRead(order, () -> shop.cancel(customer, order).then().statusCode(202));

        reserve(order);

        assertSettled(order, "cancelled", null);
        assertThat(cloud.charges(order)).containsExactly("voided");
    }

    @Test
    void shouldChangeNothing_whenTheStockIsRefused() {
        String order = shop.order(customer);
        cloud.payment(Map.of("status", 503));
        afterFirstRead(order, () -> shop.cancel(customer, order).then().statusCode(202));

        assertThat(shop.tryDelivering(STOCK_IN, shop.stockRejected(order, "out-of-stock")))
                .isEmpty();

        assertThat(shop.status(customer, order)).isEqualTo("cancelled");
    }

    @Test
    void shouldFailNoStep_whenTheDeadlineHasPassed() {
        String order = shop.order(customer);
        afterFirstRead(order, () -> shop.cancel(customer, order).then().statusCode(202));
        double failures = failures();

        after(settings.stockDeadline());

        assertThat(shop.status(customer, order)).isEqualTo("cancelled");
        assertThat(failures()).isEqualTo(failures);
    }

    /** Each of these reads an order and its saga together; a second read would be another state. */
    private void afterFirstRead(String order, Runnable settle) {
        reads.set(0);
        doAnswer(call -> {
                    Uni<?> read = (Uni<?>) call.callRealMethod();
                    return isRead(order, call) && reads.incrementAndGet() == 1
                            ? read.call(() -> VertxContexts.emitOnCurrent(Uni.createFrom()
                                    .item(() -> {
                                        settle.run();
                                        return null;
                                    })
                                    .runSubscriptionOn(Infrastructure.getDefaultWorkerPool())))
                            : read;
                })
                .when(dynamo)
                .queryAll(any());
    }

    private static boolean isRead(String order, InvocationOnMock call) {
        QueryRequest.Builder query = QueryRequest.builder();
        Consumer<QueryRequest.Builder> details = call.getArgument(0);
        details.accept(query);
        return query.build().expressionAttributeValues().containsValue(Attributes.s("order/" + order));
    }

    private double failures() {
        return Search.in(metrics).name("stage5.saga.failed").counters().stream()
                .mapToDouble(counter -> counter.count())
                .sum();
    }
}
