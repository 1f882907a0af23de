package stage5.acceptance.rawinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.acceptance.client.ApiClient;
import stage5.kit.testing.http.RawConnection;
import stage5.kit.testing.http.RawExchange;
import stage5.kit.testing.http.RawInput;
import stage5.kit.testing.http.RawInputs;
import stage5.kit.testing.http.RawResponse;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.ServiceForms;
import stage5.stack.Stack;
import stage5.stack.terminal.ProgressListener;
import stage5.stack.terminal.TerminalProgress;

/**
 * Each row of {@link RawInputs}, sent to the gateway as a function behind the local API Gateway. {@code RawInputTests} sends them
 * to its container. Stubs play the services, so that the test sees what reaches them; {@code api-gateway.yaml} lists where API
 * Gateway gives another answer.
 */
@Tag("functions")
@TestInstance(Lifecycle.PER_CLASS)
class RawInputIT {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int PORT_OFFSET = 300; // beside the suite's shop and those of ExternalAwsIT

    private final Map<String, ApiGatewayAnswer> differences =
            ApiGatewayAnswer.load().stream().collect(Collectors.toMap(ApiGatewayAnswer::row, Function.identity()));
    private final Ports ports = new Ports(Integer.getInteger("stage5.acceptance.port-base", 18080) + PORT_OFFSET);
    private final Stack stack = new Stack(Project.locate(), ports);
    private UpstreamStubs upstreams;

    @BeforeAll
    void start() throws InterruptedException {
        stack.stop(ProgressListener.silent()); // processes that a killed suite has left behind
        stack.start(
                EnumSet.of(Component.CLOUD, Component.GATEWAY),
                ServiceForms.parse("gateway=lambda"),
                new TerminalProgress(System.out));
        upstreams = UpstreamStubs.listen(ports);
        // The first requests load classes, which can take as long as an attempt may: the gateway repeats those.
        ApiClient client = new ApiClient(ports.address(Component.GATEWAY));
        await("the function answers")
                .atMost(TIMEOUT)
                .until(() -> client.get("/api/products").status() == 200);
    }

    @AfterAll
    void stop() throws InterruptedException {
        stack.stop(ProgressListener.silent());
        if (upstreams != null) {
            upstreams.close();
        }
    }

    @BeforeEach
    void forgetRequests() {
        upstreams.take();
    }

    static List<RawInput> inputs() {
        return RawInputs.all();
    }

    @ParameterizedTest
    @MethodSource("inputs")
    void shouldAnswerByTheStandard_whenBytesArrive(RawInput input) throws IOException {
        ApiGatewayAnswer difference = differences.get(input.name());
        if (difference != null && difference.waits()) {
            assertThat(responseToPart(input)).isEmpty();
            assertThat(upstreams.take()).isEmpty();
        } else {
            RawInput right = difference == null ? input : difference.applyTo(input);
            new RawExchange(exchange(input), upstreams.take()).assertRight(right);
        }
    }

    @Test
    void shouldListOnlyRowsOfTheTable() {
        assertThat(inputs().stream().map(RawInput::name)).containsAll(differences.keySet());
    }

    private List<RawResponse> exchange(RawInput input) throws IOException {
        try (RawConnection client = new RawConnection(ports.gateway(), TIMEOUT)) {
            return client.exchange(input.bytes(), input.isHead());
        }
    }

    /** Returns the final responses to a client that stops before its request is complete. */
    private List<RawResponse> responseToPart(RawInput input) throws IOException {
        try (RawConnection client = new RawConnection(ports.gateway(), TIMEOUT)) {
            client.send(input.bytes());
            client.end();
            return client.read(false).stream().toList();
        }
    }
}
