package stage5.order.payment;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import stage5.kit.web.money.Money;

/** Calls a simulated payment provider and converts its HTTP status codes as the REST client does. */
public final class SimulatedPaymentApi implements PaymentApi {

    /** The simulated provider. Its methods complete with an HTTP status code. */
    public interface Provider {

        CompletionStage<Integer> charge(String key, String reference, Money amount, String paymentToken);

        CompletionStage<Integer> voidCharge(String key);
    }

    private final Provider provider;

    public SimulatedPaymentApi(Provider provider) {
        this.provider = provider;
    }

    /** Returns the package-private type that {@link PaymentClient} injects. */
    public static Class<?> type() {
        return PaymentApi.class;
    }

    @Override
    public Uni<Charge> charge(String idempotencyKey, ChargeRequest request) {
        return Uni.createFrom()
                .completionStage(() ->
                        provider.charge(idempotencyKey, request.reference(), request.amount(), request.paymentToken()))
                .invoke(SimulatedPaymentApi::requireSuccess)
                .map(status -> new Charge(idempotencyKey, Charge.SUCCEEDED));
    }

    @Override
    public Uni<Charge> voidCharge(String idempotencyKey) {
        return Uni.createFrom()
                .completionStage(() -> provider.voidCharge(idempotencyKey))
                .invoke(SimulatedPaymentApi::requireSuccess)
                .map(status -> new Charge(idempotencyKey, Charge.VOIDED));
    }

    private static void requireSuccess(int status) {
        RuntimeException failure = PaymentApi.failure(status, false);
        if (failure != null) {
            throw failure;
        }
    }
}
