package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import stage5.local.http.InvalidFieldException;

@DisabledOnOs(OS.WINDOWS)
class LambdaFaultTests {

    private static final int LATE_MILLIS = 1_500;

    @TempDir
    Path directory;

    private ProbeFunction function;

    @BeforeEach
    void start() throws Exception {
        function = new ProbeFunction(directory, Duration.ofMinutes(1));
        function.deploy(Duration.ofSeconds(20), 5, Map.of());
    }

    @AfterEach
    void close() {
        function.close();
    }

    @Test
    void shouldNeedAColdStartForEachInvocation_whenEnvironmentsAreRecycled() throws Exception {
        function.lambda.faults().set(new LambdaFault(null, 1.0, null, null));

        long first = pid();
        long second = pid();

        assertThat(second).isNotEqualTo(first);
        assertThat(function.status().coldStarts()).isEqualTo(2);
        assertThat(function.lambda.faults().effects()).containsEntry("recycled", 2L);
    }

    @Test
    void shouldServeAWaitingInvocation_whenTheOnlyEnvironmentIsRecycled() throws Exception {
        function.lambda.faults().set(new LambdaFault(null, 1.0, LATE_MILLIS, null));

        CompletableFuture<InvocationOutcome> first = function.invoke("{}");
        CompletableFuture<InvocationOutcome> second = function.invoke("{}");

        assertThat(ProbeFunction.response(ProbeFunction.get(first)).path("pid"))
                .isNotEqualTo(ProbeFunction.response(ProbeFunction.get(second)).path("pid"));
    }

    @Test
    void shouldStartLate_whenStartsAreDelayed() throws Exception {
        function.lambda.faults().set(new LambdaFault(null, null, LATE_MILLIS, null));
        long start = System.nanoTime();

        pid();

        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start)).isGreaterThanOrEqualTo(LATE_MILLIS);
        assertThat(function.lambda.faults().effects()).containsEntry("delayedStarts", 1L);
        assertThat(function.report(1).initMillis())
                .as("the init phase is not longer")
                .isLessThan(Duration.ofSeconds(10).toMillis());
        assertThat(pid()).as("without a recycling").isEqualTo(pid());
    }

    @Test
    void shouldLeaveOtherFunctionsAlone_whenAFunctionIsNamed() throws Exception {
        function.lambda.faults().set(new LambdaFault("another", 1.0, LATE_MILLIS, null));

        assertThat(pid()).isEqualTo(pid());
        assertThat(function.lambda.faults().effects())
                .containsEntry("recycled", 0L)
                .containsEntry("delayedStarts", 0L);
    }

    @Test
    void shouldKeepEnvironments_onceTheFaultIsRemoved() throws Exception {
        function.lambda.faults().set(new LambdaFault(ProbeFunction.NAME, 1.0, null, null));
        long recycled = pid();
        function.lambda.faults().clear();

        long next = pid();

        assertThat(next).isNotEqualTo(recycled);
        assertThat(pid()).isEqualTo(next);
    }

    @Test
    void shouldNameTheField_whenAValueIsOutOfBounds() {
        assertThatThrownBy(() -> new LambdaFault(null, 1.1, null, null))
                .isInstanceOf(InvalidFieldException.class)
                .hasMessageContaining("between 0 and 1");
        assertThatThrownBy(() -> new LambdaFault(null, null, 60_001, null)).isInstanceOf(InvalidFieldException.class);
    }

    private long pid() throws Exception {
        return function.response("{}").path("pid").asLong();
    }
}
