package stage5.local.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.topology.Queue;

class DeploymentRequestTests {

    private static final Queue QUEUE = new Queue("orders-to-pack", "pack orders", 5, List.of());

    @Test
    void shouldLimitTheConcurrencyOfAQueue_whenTheMachineOrTheTopologyAllowsLess() {
        assertThat(request(null).concurrencyOf(QUEUE)).isEqualTo(2);
        assertThat(request(3).concurrencyOf(QUEUE)).isEqualTo(3);
        assertThat(request(50).concurrencyOf(QUEUE)).isEqualTo(5);
    }

    private static DeploymentRequest request(Integer queueConcurrency) {
        return new DeploymentRequest(0, Path.of("service"), Path.of("log"), Map.of(), Map.of(), queueConcurrency);
    }
}
