package stage5.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LoadCommandsTests {

    @Test
    void shouldExitWithTwo_whenArgumentsAreWrong() {
        assertThat(LoadCommands.execute("load", "no-model")).isEqualTo(2);
        assertThat(LoadCommands.execute("load", "--form", "lambda", "--target", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute("load", "storm", "--rate", "many")).isEqualTo(2);
        assertThat(LoadCommands.execute("load", "flash-sale", "--hold-millis", "long"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute("scale", "--shards", "stage5.outbox.shards"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute("compare", "--models", "no-model")).isEqualTo(2);
        assertThat(LoadCommands.execute("compare", "--port-base", "40000")).isEqualTo(2);
    }

    @Test
    void shouldExitWithTwo_whenArgumentsOfTheGatewayBenchmarkAreWrong() {
        assertThat(LoadCommands.execute("gateway-bench", "--parts", "no-part")).isEqualTo(2);
        assertThat(LoadCommands.execute("gateway-bench", "--parts", "flood")).isEqualTo(2);
        assertThat(LoadCommands.execute("gateway-bench", "--streams", "1001")).isEqualTo(2);
        assertThat(LoadCommands.execute("gateway-bench", "--phase", "long")).isEqualTo(2);
        assertThat(LoadCommands.execute("gateway-bench", "--nginx", "no/such/nginx"))
                .isEqualTo(2);
    }

    /** An emulated value beside a real one could be taken for real. */
    @Test
    void shouldExitWithTwo_whenEmulatedAndRealTargetsAreMixed() {
        assertThat(LoadCommands.execute("compare", "--target", "aws", "--arms", "jvm,jvm-lambda"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute("compare", "--target", "local", "--shops", "fargate=parameters.json"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute(
                        "compare", "--target", "aws", "--shops", "fargate=parameters.json", "--arms", "jvm"))
                .isEqualTo(2);
        assertThat(LoadCommands.execute(
                        "compare", "--target", "aws", "--shops", "fargate=parameters.json", "--profiles", "lambda=x"))
                .isEqualTo(2);
    }

    @Test
    void shouldExitWithOne_whenAnArmIsUnknown() {
        assertThat(LoadCommands.execute("compare", "--arms", "fargate,jvm", "--results", "target/no-such-arm"))
                .isEqualTo(1);
    }
}
