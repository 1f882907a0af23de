package stage5.order.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.Uni;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.web.money.Money;

/** How responses of the provider are understood. {@code saga.PaymentTests} tests the effects. */
class PaymentClientTests {

    @Test
    void shouldBeARefusal_onlyWhenTheStatusIs402Or422() {
        assertThat(IntStream.range(200, 600)
                        .filter(status -> PaymentApi.failure(status, false) instanceof ChargeRefusedException))
                .containsExactly(402, 422);
        assertThat(IntStream.range(200, 600).filter(status -> PaymentApi.failure(status, false) == null))
                .containsExactlyElementsOf(IntStream.range(200, 300).boxed().toList());
    }

    @Test
    void shouldBeDeferred_whenTheProviderShedsLoad() {
        assertThat(PaymentApi.failure(503, true)).isInstanceOf(PaymentDeferredException.class);
        assertThat(PaymentApi.failure(503, false)).isInstanceOf(PaymentUnavailableException.class);
        assertThat(PaymentApi.failure(500, true)).isInstanceOf(PaymentUnavailableException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"pending", "refused", "voided", ""})
    void shouldBeUnknown_whenASuccessfulResponseDoesNotSayThatTheChargeSucceeded(String status) {
        PaymentClient client = client(new Charge("ch_1", status));

        assertThatThrownBy(() -> client.charge(request()).await().indefinitely())
                .isInstanceOf(PaymentUnavailableException.class);
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"pending", "refused", "succeeded", ""})
    void shouldNotConfirmTheVoid_whenASuccessfulResponseDoesNotSayIt(String status) {
        PaymentClient client = client(new Charge("ch_1", status));

        assertThatThrownBy(() -> client.voidCharge("o1").await().indefinitely())
                .isInstanceOf(PaymentUnavailableException.class);
    }

    @Test
    void shouldBeUnknown_whenASuccessfulResponseHasNoBody() {
        assertThatThrownBy(() -> client(null).charge(request()).await().indefinitely())
                .isInstanceOf(PaymentUnavailableException.class);
        assertThatThrownBy(() -> client(null).voidCharge("o1").await().indefinitely())
                .isInstanceOf(PaymentUnavailableException.class);
    }

    private static ChargeRequest request() {
        return new ChargeRequest("o1", new Money(1000, "EUR"), "tok_visa");
    }

    /** Returns a client of a provider that responds with 200 and this body. */
    private static PaymentClient client(Charge response) {
        return new PaymentClient(new PaymentApi() {
            @Override
            public Uni<Charge> charge(String idempotencyKey, ChargeRequest request) {
                return Uni.createFrom().item(response);
            }

            @Override
            public Uni<Charge> voidCharge(String idempotencyKey) {
                return Uni.createFrom().item(response);
            }
        });
    }
}
