package stage5.local.sqs;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.Context;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import stage5.local.aws.AwsErrorException;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;

/** The HTTP endpoint of SQS: both protocols, and faults of whole calls. */
final class SqsEndpoint implements Handler<HttpServerRequest> {

    private static final System.Logger LOG = System.getLogger(SqsEndpoint.class.getName());

    private final Vertx vertx;
    private final SqsActions actions;
    private final SqsFaultInjector faults;
    private final UsageCounters usage;

    /** @param usage counts the calls by queue */
    SqsEndpoint(Vertx vertx, SqsActions actions, SqsFaultInjector faults, UsageCounters usage) {
        this.vertx = vertx;
        this.actions = actions;
        this.faults = faults;
        this.usage = usage;
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        request.body().onSuccess(body -> perform(request, body, context));
    }

    private void perform(HttpServerRequest request, Buffer body, Context context) {
        SqsProtocol protocol = SqsProtocol.of(request);
        try {
            SqsCall call = protocol.call(request, body);
            usage.addCall(Quantity.SQS_CALLS, call.queue(), call.action());
            Optional<SqsErrorException> fault = faults.callError();
            if (fault.isPresent()) {
                throw fault.get();
            }
            actions.perform(call)
                    .whenComplete((result, failure) ->
                            context.runOnContext(ignored -> respond(request, protocol, call, result, failure)));
        } catch (RuntimeException e) {
            refuse(request, protocol, e);
        }
    }

    private static void respond(
            HttpServerRequest request, SqsProtocol protocol, SqsCall call, JsonNode result, Throwable failure) {
        if (request.response().closed()) {
            return;
        }
        if (failure == null) {
            protocol.succeed(request, call, result);
        } else {
            refuse(request, protocol, failure instanceof CompletionException ? failure.getCause() : failure);
        }
    }

    private static void refuse(HttpServerRequest request, SqsProtocol protocol, Throwable failure) {
        switch (failure) {
            case SqsErrorException error -> protocol.refuse(request, error);
            case AwsErrorException error ->
                protocol.refuse(request, SqsErrorException.of(error.status(), error.code(), error.getMessage()));
            default -> {
                LOG.log(ERROR, "The local cloud's SQS has failed", failure);
                protocol.refuse(request, SqsErrorException.internalFailure("The local cloud's SQS has failed"));
            }
        }
    }
}
