package stage5.simulation;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import stage5.cli.check.CheckAdapter;
import stage5.kit.web.money.Money;
import stage5.order.payment.SimulatedPaymentApi;

/**
 * A payment provider that is idempotent by key. It refuses voided keys. At times it responds with an error, before or after it
 * has done what was requested, or processes a charge after its gateway has timed out.
 */
final class SimulatedPaymentProvider {

    static final String REFUSED = "tok_refused";

    private static final int[] ERRORS = {401, 403, 404, 408, 409, 425, 429, 500, 502, 503, 504};
    private static final Duration TIMEOUT = Duration.ofSeconds(2); // as in PaymentClient

    private final Map<String, CheckAdapter.Payment> payments = new LinkedHashMap<>();
    private final Set<String> outstanding = new HashSet<>();
    private final Set<String> refusedOrders = new HashSet<>();
    private final RemoteCalls remoteCalls;
    private final VirtualTime time;
    private final Weather weather;
    private final PlantedDefect defect;

    SimulatedPaymentProvider(RemoteCalls remoteCalls, VirtualTime time, Weather weather, PlantedDefect defect) {
        this.remoteCalls = remoteCalls;
        this.time = time;
        this.weather = weather;
        this.defect = defect;
    }

    List<CheckAdapter.Payment> payments() {
        return List.copyOf(payments.values());
    }

    /** Returns the ids of the orders for which at least one response was a refusal. */
    Set<String> refusedOrders() {
        return Set.copyOf(refusedOrders);
    }

    /** Returns the payment API of one process. */
    SimulatedPaymentApi api(SimulatedProcess process) {
        return new SimulatedPaymentApi(new SimulatedPaymentApi.Provider() {
            @Override
            public CompletionStage<Integer> charge(String key, String reference, Money amount, String token) {
                String sent = defect.paymentKey(key, payments.size());
                return remoteCalls
                        .call(
                                process,
                                () -> "charge " + sent + " " + amount.amount(),
                                () -> recordRefusal(reference, respondToCharge(sent, reference, amount, token)),
                                TIMEOUT)
                        .thenApply(defect::chargeStatus);
            }

            @Override
            public CompletionStage<Integer> voidCharge(String key) {
                return remoteCalls
                        .call(process, () -> "void " + key, () -> respondToVoid(key), TIMEOUT)
                        .thenApply(defect::voidStatus);
            }
        });
    }

    private int recordRefusal(String order, int status) {
        if (status == 402 || status == 422) {
            refusedOrders.add(order);
        }
        return status;
    }

    private int respondToCharge(String key, String reference, Money amount, String token) {
        if (weather.outage()) {
            return weather.below(ERRORS.length + 1) == 0 ? 422 : error();
        }
        if (outstanding.contains(key)) {
            return 409;
        }
        if (!payments.containsKey(key) && weather.outage()) {
            outstanding.add(key);
            time.after(weather.millis(500, 8000), SimulatedProcess.WORLD, () -> {
                outstanding.remove(key);
                recordCharge(key, reference, amount, token);
            });
            return 504;
        }
        int status = recordCharge(key, reference, amount, token);
        return weather.outage() ? error() : status;
    }

    private int recordCharge(String key, String reference, Money amount, String token) {
        String status = token.equals(REFUSED) ? "refused" : "succeeded";
        CheckAdapter.Payment payment = payments.computeIfAbsent(
                key, k -> new CheckAdapter.Payment(k, reference, status, amount.amount(), amount.currency()));
        return switch (payment.status()) {
            case "succeeded" -> 201;
            case "refused" -> 402;
            default -> 409;
        };
    }

    private int respondToVoid(String key) {
        if (weather.outage()) {
            return error();
        }
        if (outstanding.contains(key)) {
            return 409;
        }
        payments.merge(
                key,
                new CheckAdapter.Payment(key, null, "voided", null, null),
                (made, tombstone) ->
                        new CheckAdapter.Payment(key, made.reference(), "voided", made.amount(), made.currency()));
        return weather.outage() ? error() : 200;
    }

    /** Returns a random status that shows neither that a charge was made nor that it was not. */
    private int error() {
        return ERRORS[weather.below(ERRORS.length)];
    }
}
