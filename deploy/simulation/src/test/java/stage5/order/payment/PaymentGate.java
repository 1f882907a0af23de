package stage5.order.payment;

import io.smallrye.mutiny.Uni;
import java.util.concurrent.CompletionStage;
import stage5.kit.money.Money;

/** The way to the simulated payment provider, which answers with HTTP's status codes. */
public final class PaymentGate implements PaymentApi {

    /** What is at the other end. */
    public interface Provider {

        CompletionStage<Integer> charge(String key, String reference, Money amount, String paymentToken);

        CompletionStage<Integer> voidCharge(String key);
    }

    private final Provider provider;

    public PaymentGate(Provider provider) {
        this.provider = provider;
    }

    /** Returns the type that {@link PaymentClient} asks for. */
    public static Class<?> type() {
        return PaymentApi.class;
    }

    @Override
    public Uni<Charge> charge(String idempotencyKey, ChargeRequest request) {
        return Uni.createFrom()
                .completionStage(() ->
                        provider.charge(idempotencyKey, request.reference(), request.amount(), request.paymentToken()))
                .invoke(PaymentGate::requireSuccess)
                .map(status -> new Charge(idempotencyKey));
    }

    @Override
    public Uni<Void> voidCharge(String idempotencyKey) {
        return Uni.createFrom()
                .completionStage(() -> provider.voidCharge(idempotencyKey))
                .invoke(PaymentGate::requireSuccess)
                .replaceWithVoid();
    }

    private static void requireSuccess(int status) {
        if (status >= 500) {
            throw new PaymentUnavailableException(status);
        }
        if (status >= 400) {
            throw new ChargeRefusedException(status);
        }
    }
}
