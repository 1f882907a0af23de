package stage5.order.payment;

import java.util.concurrent.atomic.AtomicInteger;
import stage5.kit.web.money.Money;

/** One attempt to charge an order. Counts its requests, because {@link PaymentClient} may repeat one. */
public final class ChargeAttempt {

    private final String orderId;
    private final ChargeRequest request;
    private final AtomicInteger requests = new AtomicInteger();

    /** @param orderId the order that is paid; also the idempotency key */
    public ChargeAttempt(String orderId, Money amount, String paymentToken) {
        this.orderId = orderId;
        this.request = new ChargeRequest(orderId, amount, paymentToken);
    }

    /** Returns the number of requests that were begun. */
    public int requests() {
        return requests.get();
    }

    /** Counts a request and returns its idempotency key. */
    String beginRequest() {
        requests.incrementAndGet();
        return orderId;
    }

    ChargeRequest request() {
        return request;
    }
}
