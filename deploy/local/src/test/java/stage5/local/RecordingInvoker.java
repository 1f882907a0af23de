package stage5.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.CompletableFuture.completedStage;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import stage5.local.lambda.InvocationOutcome;
import stage5.local.lambda.Invoker;

/**
 * An {@link Invoker} that records invocations and returns configured outcomes. Like Lambda it rejects events over 6 MB.
 */
public final class RecordingInvoker implements Invoker {

    private static final int MAX_EVENT = 6 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<RecordedInvocation> invocations = new LinkedBlockingQueue<>();
    private volatile Function<JsonNode, CompletionStage<InvocationOutcome>> behaviour =
            event -> completedStage(response("null"));

    public record RecordedInvocation(String function, JsonNode event, int size) {}

    /** Sets the behaviour of all further invocations. */
    public void respondWith(Function<JsonNode, CompletionStage<InvocationOutcome>> behaviour) {
        this.behaviour = behaviour;
    }

    /** Sets the outcome of all further invocations. */
    public void respondWith(InvocationOutcome outcome) {
        respondWith(event -> completedStage(outcome));
    }

    public static InvocationOutcome response(String json) {
        return new InvocationOutcome.Response(json.getBytes(UTF_8));
    }

    public static InvocationOutcome error(String message) {
        String payload = "{\"errorType\":\"java.lang.IllegalStateException\",\"errorMessage\":\"" + message + "\"}";
        return new InvocationOutcome.FunctionError("Unhandled", payload.getBytes(UTF_8));
    }

    public static InvocationOutcome throttled() {
        return new InvocationOutcome.Refused(429, "TooManyRequestsException", "Rate Exceeded.");
    }

    @Override
    public CompletionStage<InvocationOutcome> invoke(String function, byte[] event) {
        if (event.length > MAX_EVENT) {
            return completedStage(
                    new InvocationOutcome.Refused(413, "RequestTooLargeException", "It is larger than 6 MB"));
        }
        try {
            JsonNode read = JSON.readTree(event);
            CompletionStage<InvocationOutcome> outcome = behaviour.apply(read);
            invocations.add(new RecordedInvocation(function, read, event.length));
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the next invocation, in order; fails if there is none within 30 s. */
    public RecordedInvocation next() throws InterruptedException {
        RecordedInvocation invocation = invocations.poll(30, TimeUnit.SECONDS);
        assertThat(invocation).as("the next invocation").isNotNull();
        return invocation;
    }

    /** Returns the number of invocations that {@link #next} has not returned yet. */
    public int pendingCount() {
        return invocations.size();
    }
}
