package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.LoadException;

class AwsShopTests {

    @TempDir
    private Path folder;

    @Test
    void shouldCollectTheOutputsOfAllStacks_whenThereAreSeveral() throws IOException {
        Path outputs = outputs("""
                {"Stage5Network": {"ClusterName": "stage5"}, "Stage5Gateway": {"GatewayUrl": "https://shop.example"}}""");

        assertThat(AwsShop.read("fargate", outputs))
                .isEqualTo(new AwsShop("fargate", URI.create("https://shop.example"), Optional.of("stage5"), ""));
    }

    @Test
    void shouldBeOnLambda_whenFunctionsHaveAPrefix() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example", "FunctionPrefix": "prod-"}}""");

        assertThat(AwsShop.read("lambda", outputs).isFunctions()).isTrue();
        assertThat(AwsShop.read("lambda", outputs).functionPrefix()).isEqualTo("prod-");
    }

    @Test
    void shouldFail_whenNoFormIsNamed() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example"}}""");

        assertThatThrownBy(() -> AwsShop.read("which", outputs))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("either ClusterName or FunctionPrefix");
        assertThatThrownBy(() -> AwsShop.read("none", folder.resolve("missing.json")))
                .isInstanceOf(LoadException.class);
    }

    @Test
    void shouldNotBeEmulated_whenShopsAreOnAws() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example", "FunctionPrefix": ""}}""");

        assertThat(AwsShop.target(List.of(AwsShop.read("lambda", outputs)))).satisfies(target -> {
            assertThat(target.emulated()).isFalse();
            assertThat(target.target()).isEqualTo("aws");
        });
    }

    private Path outputs(String json) throws IOException {
        return Files.writeString(folder.resolve("outputs.json"), json);
    }
}
