package stage5.local.sqs;

import static java.lang.System.Logger.Level.ERROR;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.elasticmq.rest.sqs.SQSException;
import stage5.local.meter.UsageCounters;
import stage5.local.meter.UsageCounters.Quantity;

/**
 * The HTTP endpoint of SQS. It performs the frequent calls itself, with ElasticMQ's actors, because ElasticMQ's HTTP server
 * costs several times as much as they do. It forwards all other calls, and invalid ones, to that server.
 *
 * @see <a href="https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-making-api-requests-json.html">AWS
 *     JSON protocol</a>
 */
final class SqsEndpoint implements Handler<HttpServerRequest> {

    private static final System.Logger LOG = System.getLogger(SqsEndpoint.class.getName());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TARGET = "X-Amz-Target";
    private static final String ERROR_HEADER = "x-amzn-query-error";

    /** Open receive calls of ElasticMQ's server must not keep other calls waiting for a connection. */
    private static final int MAX_CONNECTIONS = 200;

    private final Vertx vertx;
    private final QueueCalls calls;
    private final Runnable forgetQueues;
    private final int elasticMqPort;
    private final UsageCounters usage;
    private final HttpClient client;

    /**
     * @param forgetQueues is called after each call that may have deleted a queue
     * @param elasticMqPort the port of ElasticMQ's own HTTP server
     * @param usage counts the calls by queue
     */
    SqsEndpoint(Vertx vertx, QueueCalls calls, Runnable forgetQueues, int elasticMqPort, UsageCounters usage) {
        this.vertx = vertx;
        this.calls = calls;
        this.forgetQueues = forgetQueues;
        this.elasticMqPort = elasticMqPort;
        this.usage = usage;
        this.client = vertx.createHttpClient(
                new HttpClientOptions().setTcpNoDelay(true), new PoolOptions().setHttp1MaxSize(MAX_CONNECTIONS));
    }

    @Override
    public void handle(HttpServerRequest request) {
        Context context = vertx.getOrCreateContext();
        request.body().onSuccess(body -> {
            String action = action(request);
            JsonNode parameters = parse(body);
            String queue = QueueCalls.queue(parameters);
            usage.addCall(Quantity.SQS_CALLS, queue, action);
            perform(action, queue, parameters)
                    .ifPresentOrElse(
                            response -> response.whenComplete((result, failure) ->
                                    context.runOnContext(ignored -> respond(request, result, failure))),
                            () -> forward(request, body));
        });
    }

    /** Closes the connections to ElasticMQ's server. */
    void close() {
        client.close();
    }

    /** Returns the response of a frequent call; empty if it is another call or may be invalid. */
    private Optional<CompletionStage<JsonNode>> perform(String action, String queue, JsonNode parameters) {
        return switch (action) {
            case "ReceiveMessage" -> calls.receive(queue, parameters);
            case "DeleteMessage" -> calls.delete(queue, parameters);
            case "DeleteMessageBatch" -> calls.deleteBatch(queue, parameters);
            case "ChangeMessageVisibility" -> calls.changeVisibility(queue, parameters);
            case "ChangeMessageVisibilityBatch" -> calls.changeVisibilityBatch(queue, parameters);
            default -> Optional.empty();
        };
    }

    /** Returns the action; an empty text for other protocols. */
    private static String action(HttpServerRequest request) {
        String target = request.getHeader(TARGET);
        return target == null ? "" : target.substring(target.indexOf('.') + 1);
    }

    /** Returns the parameters; none if the body is not JSON. */
    private static JsonNode parse(Buffer body) {
        try {
            return JSON.readTree(body.getBytes());
        } catch (IOException notJson) {
            return JsonNodeFactory.instance.missingNode(); // such as the query protocol, which ElasticMQ handles
        }
    }

    private static void respond(HttpServerRequest request, JsonNode result, Throwable failure) {
        if (request.response().closed()) {
            return;
        }
        Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
        switch (cause) {
            case null -> succeed(request, result);
            case SQSException error -> refuse(request, error);
            default -> {
                LOG.log(ERROR, "The local cloud's SQS has failed", cause);
                refuse(request, 500, "InternalFailure", "The local cloud's SQS has failed");
            }
        }
    }

    private static void succeed(HttpServerRequest request, JsonNode result) {
        if (result.isEmpty()) {
            request.response().end();
        } else {
            end(request, 200, result);
        }
    }

    private static void refuse(HttpServerRequest request, SQSException error) {
        refuse(request, error.httpStatusCode(), error.errorType(), error.message());
    }

    private static void refuse(HttpServerRequest request, int status, String type, String message) {
        request.response().putHeader(ERROR_HEADER, type);
        end(
                request,
                status,
                JsonNodeFactory.instance.objectNode().put("Message", message).put("__type", type));
    }

    private static void end(HttpServerRequest request, int status, JsonNode body) {
        try {
            request.response()
                    .setStatusCode(status)
                    .putHeader("Content-Type", "application/json")
                    .end(Buffer.buffer(JSON.writeValueAsBytes(body)));
        } catch (IOException e) {
            throw new IllegalStateException("The response can't be serialised as JSON", e);
        }
    }

    private void forward(HttpServerRequest request, Buffer body) {
        client.request(new RequestOptions()
                        .setHost("127.0.0.1")
                        .setPort(elasticMqPort)
                        .setMethod(request.method())
                        .setURI(request.uri())
                        .setHeaders(request.headers()))
                .compose(forwarded -> send(forwarded, body))
                .onSuccess(received -> copy(received, request))
                .onFailure(failure -> respond(request, null, failure));
    }

    private static Future<Received> send(HttpClientRequest request, Buffer body) {
        return request.send(body).compose(response -> response.body().map(content -> new Received(response, content)));
    }

    private record Received(HttpClientResponse response, Buffer body) {}

    private void copy(Received received, HttpServerRequest request) {
        forgetQueues.run(); // the call may have deleted one
        if (!request.response().closed()) {
            request.response().headers().addAll(received.response().headers());
            request.response().setStatusCode(received.response().statusCode()).end(received.body());
        }
    }
}
