package stage5.cli.measure;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.StreamSupport;
import stage5.stack.Component;
import stage5.stack.FunctionDeployer;
import stage5.stack.Stack;
import stage5.stack.StackException;
import stage5.stack.shop.Api;
import stage5.stack.shop.ApiResponse;
import stage5.topology.Function;

/**
 * A function in the local cloud's Lambda service, with the CPU share of its memory size. The figures are those of the
 * {@code REPORT} line of its first invocation.
 *
 * @param event the event of the invocation
 */
record LambdaFunctionArtifact(String name, long bytes, Stack stack, Component service, Function function, String event)
        implements MeasuredArtifact {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(50);
    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final double NANOS_PER_MILLI = 1e6;
    private static final long KIBIBYTES = 1024;

    @Override
    public Optional<StartUpThreshold> threshold() {
        return Optional.empty();
    }

    @Override
    public StartUp start() throws InterruptedException {
        try (FunctionDeployer functions = new FunctionDeployer(stack.ports());
                Api console = new Api(stack.ports().console());
                Api lambda = new Api(stack.ports().lambda())) {
            String earlier = reports(console).path(0).path("requestId").asText();
            functions.deploy(service, stack.launch().deployment(service));
            try {
                invoke(lambda);
                return startUp(awaitReportAfter(earlier, console));
            } finally {
                functions.kill(service);
            }
        }
    }

    /**
     * 429 means that a schedule is already invoking the function at its concurrency limit; that invocation serves as
     * well.
     */
    private void invoke(Api lambda) throws InterruptedException {
        ApiResponse response = lambda.post(
                        "/2015-03-31/functions/%s/invocations".formatted(function.name()), new RawValue(event))
                .expect(200, 429);
        if (response.json().has("errorMessage")) {
            throw new StackException("%s failed: %s".formatted(function.name(), response.json()));
        }
    }

    /** Waits for the first report after the earlier one. It follows the response, with the runtime's next request. */
    private JsonNode awaitReportAfter(String earlier, Api console) throws InterruptedException {
        long deadline = System.nanoTime() + TIMEOUT.toNanos();
        while (System.nanoTime() < deadline) {
            Optional<JsonNode> first = StreamSupport.stream(reports(console).spliterator(), false)
                    .takeWhile(report -> !report.path("requestId").asText().equals(earlier))
                    .reduce((newer, older) -> older);
            if (first.isPresent()) {
                return first.get();
            }
            Thread.sleep(POLL_INTERVAL);
        }
        throw new StackException("There is no report of the first invocation of %s".formatted(function.name()));
    }

    /** Returns the function's latest reports, newest first. */
    private JsonNode reports(Api console) throws InterruptedException {
        return console.get("/lambda/reports?limit=10&function=" + function.name())
                .expect(200)
                .json();
    }

    private StartUp startUp(JsonNode report) {
        if (!report.has("initMillis") || !report.has("maxMemoryMiB")) {
            throw new StackException("%s did not have a cold start: %s".formatted(function.name(), report));
        }
        Duration init = Duration.ofNanos((long) (report.path("initMillis").asDouble() * NANOS_PER_MILLI));
        Duration invocation =
                Duration.ofNanos((long) (report.path("durationMillis").asDouble() * NANOS_PER_MILLI));
        return new StartUp(
                init, init.plus(invocation), report.path("maxMemoryMiB").asLong() * KIBIBYTES);
    }
}
