package stage5.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stage5.cli.check.Books;
import stage5.kit.money.Money;
import stage5.order.payment.PaymentGate;

/** Somebody else's payment provider: a key is decided once, a voided one is refused for ever, and it fails at times. */
final class PaymentProvider {

    static final String REFUSED = "tok_refused";

    private static final Duration TIMEOUT = Duration.ofSeconds(2); // PaymentClient's

    private final Map<String, Books.Payment> payments = new LinkedHashMap<>();
    private final Wire wire;
    private final Weather weather;
    private final Sabotage sabotage;

    PaymentProvider(Wire wire, Weather weather, Sabotage sabotage) {
        this.wire = wire;
        this.weather = weather;
        this.sabotage = sabotage;
    }

    List<Books.Payment> payments() {
        return List.copyOf(payments.values());
    }

    /** Returns the provider as that process reaches it. */
    PaymentGate gate(Process process) {
        return new PaymentGate(new PaymentGate.Provider() {
            @Override
            public CompletionStage<Integer> charge(String key, String reference, Money amount, String token) {
                String sent = sabotage.paymentKey(key, payments.size());
                return wire.call(
                        process,
                        () -> "charge " + sent + " " + amount.amount(),
                        () -> charged(sent, reference, amount, token),
                        TIMEOUT);
            }

            @Override
            public CompletionStage<Integer> voidCharge(String key) {
                return wire.call(process, () -> "void " + key, () -> voided(key), TIMEOUT);
            }
        });
    }

    private int charged(String key, String reference, Money amount, String token) {
        if (weather.outage()) {
            return 503;
        }
        String status = token.equals(REFUSED) ? "refused" : "succeeded";
        Books.Payment payment = payments.computeIfAbsent(
                key, k -> new Books.Payment(k, reference, status, amount.amount(), amount.currency()));
        return payment.status().equals("succeeded") ? 200 : 402;
    }

    private int voided(String key) {
        if (weather.outage()) {
            return 503;
        }
        payments.merge(
                key,
                new Books.Payment(key, null, "voided", null, null),
                (made, tombstone) ->
                        new Books.Payment(key, made.reference(), "voided", made.amount(), made.currency()));
        return 200;
    }
}
