package stage5.simulation;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import stage5.cli.check.CheckAdapter;
import stage5.kit.web.money.Money;
import stage5.order.payment.SimulatedPaymentApi;

/** A payment provider that is idempotent by key, refuses voided keys, and is unavailable at times. */
final class SimulatedPaymentProvider {

    static final String REFUSED = "tok_refused";

    private static final Duration TIMEOUT = Duration.ofSeconds(2); // as in PaymentClient

    private final Map<String, CheckAdapter.Payment> payments = new LinkedHashMap<>();
    private final RemoteCalls remoteCalls;
    private final Weather weather;
    private final PlantedDefect defect;

    SimulatedPaymentProvider(RemoteCalls remoteCalls, Weather weather, PlantedDefect defect) {
        this.remoteCalls = remoteCalls;
        this.weather = weather;
        this.defect = defect;
    }

    List<CheckAdapter.Payment> payments() {
        return List.copyOf(payments.values());
    }

    /** Returns the payment API of one process. */
    SimulatedPaymentApi api(SimulatedProcess process) {
        return new SimulatedPaymentApi(new SimulatedPaymentApi.Provider() {
            @Override
            public CompletionStage<Integer> charge(String key, String reference, Money amount, String token) {
                String sent = defect.paymentKey(key, payments.size());
                return remoteCalls.call(
                        process,
                        () -> "charge " + sent + " " + amount.amount(),
                        () -> recordCharge(sent, reference, amount, token),
                        TIMEOUT);
            }

            @Override
            public CompletionStage<Integer> voidCharge(String key) {
                return remoteCalls.call(process, () -> "void " + key, () -> recordVoid(key), TIMEOUT);
            }
        });
    }

    private int recordCharge(String key, String reference, Money amount, String token) {
        if (weather.outage()) {
            return 503;
        }
        String status = token.equals(REFUSED) ? "refused" : "succeeded";
        CheckAdapter.Payment payment = payments.computeIfAbsent(
                key, k -> new CheckAdapter.Payment(k, reference, status, amount.amount(), amount.currency()));
        return payment.status().equals("succeeded") ? 200 : 402;
    }

    private int recordVoid(String key) {
        if (weather.outage()) {
            return 503;
        }
        payments.merge(
                key,
                new CheckAdapter.Payment(key, null, "voided", null, null),
                (made, tombstone) ->
                        new CheckAdapter.Payment(key, made.reference(), "voided", made.amount(), made.currency()));
        return 200;
    }
}
