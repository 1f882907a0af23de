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
import stage5.local.lambda.Invoker;
import stage5.local.lambda.Outcome;

/** A Lambda service that records its invocations and answers as told; like the real one it refuses events over 6 MB. */
public final class RecordingInvoker implements Invoker {

    private static final int MAX_EVENT = 6 * 1024 * 1024;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final BlockingQueue<Invocation> invocations = new LinkedBlockingQueue<>();
    private volatile Function<JsonNode, CompletionStage<Outcome>> behaviour = event -> completedStage(answer("null"));

    public record Invocation(String function, JsonNode event, int size) {}

    /** Answers from now on as told. */
    public void answers(Function<JsonNode, CompletionStage<Outcome>> behaviour) {
        this.behaviour = behaviour;
    }

    /** Answers from now on with this. */
    public void answers(Outcome outcome) {
        answers(event -> completedStage(outcome));
    }

    public static Outcome answer(String json) {
        return new Outcome.Answer(json.getBytes(UTF_8));
    }

    public static Outcome error(String message) {
        String payload = "{\"errorType\":\"java.lang.IllegalStateException\",\"errorMessage\":\"" + message + "\"}";
        return new Outcome.FunctionError("Unhandled", payload.getBytes(UTF_8));
    }

    public static Outcome throttled() {
        return new Outcome.Refused(429, "TooManyRequestsException", "Rate Exceeded.");
    }

    @Override
    public CompletionStage<Outcome> invoke(String function, byte[] event) {
        if (event.length > MAX_EVENT) {
            return completedStage(new Outcome.Refused(413, "RequestTooLargeException", "It is larger than 6 MB"));
        }
        try {
            JsonNode read = JSON.readTree(event);
            CompletionStage<Outcome> outcome = behaviour.apply(read);
            invocations.add(new Invocation(function, read, event.length));
            return outcome;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the next invocation, in order; fails if there is none within 10 s. */
    public Invocation next() throws InterruptedException {
        Invocation invocation = invocations.poll(30, TimeUnit.SECONDS);
        assertThat(invocation).as("the next invocation").isNotNull();
        return invocation;
    }

    /** Returns how many invocations nobody has looked at. */
    public int unseen() {
        return invocations.size();
    }
}
