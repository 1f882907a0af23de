package stage5.local.sns;

import static java.lang.System.Logger.Level.ERROR;

import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import stage5.local.http.HttpApi;

/** SNS's HTTP side: the AWS Query protocol, and the faults set. */
final class SnsEndpoint {

    private static final System.Logger LOG = System.getLogger(SnsEndpoint.class.getName());
    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    /** A message of 256 KiB triples where every byte must be escaped. */
    private static final int MAX_BODY = 2 * 1024 * 1024;

    private final Vertx vertx;
    private final SnsActions actions;
    private final InstantSource clock;
    private volatile FaultSince fault;

    private record FaultSince(SnsFault fault, Instant since) {}

    SnsEndpoint(Vertx vertx, SnsActions actions, InstantSource clock) {
        this.vertx = vertx;
        this.actions = actions;
        this.clock = clock;
        setFault(SnsFault.NONE);
    }

    Router router() {
        Router router = HttpApi.router(vertx, MAX_BODY);
        router.post("/").handler(this::handle);
        return router;
    }

    SnsFault fault() {
        return fault.fault();
    }

    void setFault(SnsFault newFault) {
        fault = new FaultSince(newFault, clock.instant());
    }

    private void handle(RoutingContext context) {
        FaultSince now = fault;
        long age = clock.millis() - now.since().toEpochMilli();
        if (now.fault().isDown(age)) {
            refuse(context, new SnsException(503, "ServiceUnavailable", "The service is unavailable"));
        } else if (now.fault().delay() > 0) {
            vertx.setTimer(now.fault().delay(), ignored -> perform(context));
        } else {
            perform(context);
        }
    }

    private void perform(RoutingContext context) {
        try {
            Xml result = new Xml();
            String body = context.body().asString();
            String action = actions.perform(QueryRequest.parse(body == null ? "" : body), result);
            answer(context, 200, response(action, result.toString()));
        } catch (SnsException e) {
            refuse(context, e);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "The local cloud's SNS has failed", e);
            refuse(context, new SnsException(500, "InternalError", "The local cloud's SNS has failed"));
        }
    }

    private static String response(String action, String result) {
        String requestId = UUID.randomUUID().toString();
        return "<%1$sResponse xmlns=\"%2$s\"><%1$sResult>%3$s</%1$sResult><ResponseMetadata><RequestId>%4$s</RequestId></ResponseMetadata></%1$sResponse>"
                .formatted(action, NAMESPACE, result, requestId);
    }

    private static void refuse(RoutingContext context, SnsException e) {
        Xml xml = new Xml();
        xml.root("ErrorResponse", NAMESPACE, () -> xml.element(
                        "Error", () -> xml.element("Type", e.isSenderFault() ? "Sender" : "Receiver")
                                .element("Code", e.code())
                                .element("Message", e.getMessage()))
                .element("RequestId", UUID.randomUUID().toString()));
        answer(context, e.status(), xml.toString());
    }

    private static void answer(RoutingContext context, int status, String xml) {
        if (!context.response().closed()) {
            context.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/xml")
                    .end(xml);
        }
    }
}
