package stage5.local.payment;

import io.vertx.core.Vertx;
import java.util.concurrent.ExecutionException;
import stage5.local.Emulator;
import stage5.local.fault.FaultControl;
import stage5.local.http.HttpApi;

/** Emulates a third party's payment provider: an HTTP API with idempotency keys and configurable latency and errors. */
public final class PaymentEmulator implements Emulator {

    private final Vertx vertx;
    private final int port;
    private final PaymentApi payments;
    private HttpApi api;

    public PaymentEmulator(Vertx vertx, int port) {
        this.vertx = vertx;
        this.port = port;
        this.payments = new PaymentApi(vertx, new Ledger());
    }

    /** Returns the control of the settings, which the provider's own API sets, too. */
    public FaultControl<?> faults() {
        return payments.faults();
    }

    @Override
    public String name() {
        return "payment";
    }

    @Override
    public void start() throws ExecutionException, InterruptedException {
        api = HttpApi.listen(vertx, port, payments.router());
    }

    @Override
    public boolean isUp() {
        return api != null;
    }

    @Override
    public void close() {
        if (api != null) {
            api.close();
            api = null;
        }
    }
}
