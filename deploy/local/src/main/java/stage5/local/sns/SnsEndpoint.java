package stage5.local.sns;

import static java.lang.System.Logger.Level.ERROR;

import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.UUID;
import stage5.local.aws.AwsErrorException;
import stage5.local.aws.AwsQueryRequest;
import stage5.local.aws.XmlWriter;

/** The HTTP endpoint of SNS: the AWS Query protocol, and faults of the whole service. */
final class SnsEndpoint implements Handler<HttpServerRequest> {

    private static final System.Logger LOG = System.getLogger(SnsEndpoint.class.getName());
    private static final String NAMESPACE = "http://sns.amazonaws.com/doc/2010-03-31/";

    /** The most bytes of a request. A message of 256 KiB triples in size if every byte is percent-encoded. */
    private static final int MAX_BODY = 2 * 1024 * 1024;

    private final Vertx vertx;
    private final SnsActions actions;
    private final ActiveFault activeFault;

    SnsEndpoint(Vertx vertx, SnsActions actions, ActiveFault activeFault) {
        this.vertx = vertx;
        this.actions = actions;
        this.activeFault = activeFault;
    }

    /** Handles a request. The form is parsed here, because Vert.x limits form fields to 8 KiB. */
    @Override
    public void handle(HttpServerRequest request) {
        if (activeFault.isUnavailable()) {
            refuse(request, new SnsErrorException(503, "ServiceUnavailable", "The service is unavailable"));
        } else if (activeFault.isError()) {
            refuse(request, new SnsErrorException(500, "InternalError", "This call fails by an injected fault"));
        } else if (length(request) > MAX_BODY) {
            refuse(request, new SnsErrorException(413, "RequestEntityTooLarge", "The request is too large"));
        } else {
            int latencyMillis = activeFault.latencyMillis();
            request.body().onSuccess(body -> {
                if (latencyMillis > 0) {
                    vertx.setTimer(latencyMillis, ignored -> perform(request, body));
                } else {
                    perform(request, body);
                }
            });
        }
    }

    /** Returns the length of the body. A request without a length counts as too long; every SDK sends one. */
    private static long length(HttpServerRequest request) {
        String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
        return length == null ? Long.MAX_VALUE : Long.parseLong(length);
    }

    private void perform(HttpServerRequest request, Buffer body) {
        try {
            XmlWriter result = new XmlWriter();
            String action = actions.perform(
                    AwsQueryRequest.parse(body.toString(), SnsErrorException::missing),
                    Caller.of(request.headers()),
                    result);
            respond(request, 200, response(action, result.toString()));
        } catch (AwsErrorException e) {
            refuse(request, e);
        } catch (RuntimeException e) {
            LOG.log(ERROR, "The local cloud's SNS has failed", e);
            refuse(request, new SnsErrorException(500, "InternalError", "The local cloud's SNS has failed"));
        }
    }

    private static String response(String action, String result) {
        String requestId = UUID.randomUUID().toString();
        return "<" + action + "Response xmlns=\"" + NAMESPACE + "\"><" + action + "Result>" + result + "</" + action
                + "Result><ResponseMetadata><RequestId>" + requestId + "</RequestId></ResponseMetadata></" + action
                + "Response>";
    }

    private static void refuse(HttpServerRequest request, AwsErrorException e) {
        XmlWriter xml = new XmlWriter();
        xml.root("ErrorResponse", NAMESPACE, () -> xml.element(
                        "Error", () -> xml.element("Type", e.isSenderFault() ? "Sender" : "Receiver")
                                .element("Code", e.code())
                                .element("Message", e.getMessage()))
                .element("RequestId", UUID.randomUUID().toString()));
        respond(request, e.status(), xml.toString());
    }

    private static void respond(HttpServerRequest request, int status, String xml) {
        if (!request.response().closed()) {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "text/xml")
                    .end(xml);
        }
    }
}
