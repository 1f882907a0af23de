package stage5.local.payment;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;

/**
 * The payment provider's HTTP API.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The Idempotency-Key HTTP
 *     header field</a>
 */
final class PaymentApi {

    private static final int MAX_BODY = 64 * 1024;
    private static final int MAX_KEY = 255;

    private final Vertx vertx;
    private final Ledger ledger;
    private final FaultInjector faults;
    private final Set<String> outstanding = ConcurrentHashMap.newKeySet();

    PaymentApi(Vertx vertx, Ledger ledger) {
        this.vertx = vertx;
        this.ledger = ledger;
        this.faults = new FaultInjector(vertx);
    }

    FaultControl<PaymentSettings> faults() {
        return faults.control();
    }

    Router router() {
        Router router = HttpApi.router(vertx, MAX_BODY);
        router.post("/charges").handler(this::charge);
        router.post("/charges/:key/void").handler(this::cancel);
        router.get("/charges").handler(this::list);
        router.get("/settings").handler(context -> Json.respond(context.response(), 200, faults.settings()));
        router.put("/settings").handler(this::set);
        return router;
    }

    private void charge(RoutingContext context) {
        String key = checkedKey(context.request().getHeader("Idempotency-Key"));
        ChargeRequest request = Json.read(context.body().buffer(), ChargeRequest.class);
        requireNotOutstanding(key);
        outstanding.add(key);
        faults.perform(
                context, () -> response(ledger.charge(key, request, faults::refuses)), () -> outstanding.remove(key));
    }

    private void requireNotOutstanding(String key) {
        if (faults.settings().conflictWhileOutstanding() && outstanding.contains(key)) {
            throw new HttpErrorException(
                    409, "request_outstanding", "A charge with this Idempotency-Key is still being processed");
        }
    }

    private static FaultInjector.Response response(Ledger.ChargeOutcome outcome) {
        return switch (outcome) {
            case Ledger.ChargeOutcome.KeyReused() ->
                throw new HttpErrorException(
                        422, "idempotency_key_reused", "The Idempotency-Key stands for another request");
            case Ledger.ChargeOutcome.Decided(Charge charge, boolean replayed) -> response(charge, replayed);
        };
    }

    private static FaultInjector.Response response(Charge charge, boolean replayed) {
        return switch (charge.status()) {
            case SUCCEEDED -> new FaultInjector.Response(201, charge, replayed);
            case REFUSED ->
                new FaultInjector.Response(402, problem(402, "card_declined", "The card was declined"), replayed);
            case VOIDED -> new FaultInjector.Response(409, problem(409, "voided", "The charge was voided"), replayed);
        };
    }

    private static Map<String, Object> problem(int status, String code, String detail) {
        return Map.of("status", status, "code", code, "detail", detail);
    }

    private void cancel(RoutingContext context) {
        String key = checkedKey(context.pathParam("key"));
        requireNotOutstanding(key);
        faults.perform(context, () -> new FaultInjector.Response(200, ledger.cancel(key), false), () -> {});
    }

    private void list(RoutingContext context) {
        List<String> references = context.queryParam("reference");
        List<Charge> charges = ledger.all().stream()
                .filter(charge -> references.isEmpty() || references.contains(charge.reference()))
                .toList();
        Json.respond(context.response(), 200, charges);
    }

    private void set(RoutingContext context) {
        faults.set(Json.read(context.body().buffer(), PaymentSettings.class));
        Json.respond(context.response(), 200, faults.settings());
    }

    private static String checkedKey(String key) {
        if (key == null || key.isBlank() || key.length() > MAX_KEY) {
            throw HttpErrorException.badRequest("The header Idempotency-Key must have 1 to " + MAX_KEY + " characters");
        }
        return key;
    }
}
