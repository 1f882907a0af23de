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

class SiteTests {

    @TempDir
    private Path folder;

    @Test
    void shouldCollectWhatTheStacksSay() throws IOException {
        Path outputs = outputs("""
                {"Stage5Network": {"ClusterName": "stage5"}, "Stage5Gateway": {"GatewayUrl": "https://shop.example"}}""");

        assertThat(Site.read("fargate", outputs))
                .isEqualTo(new Site("fargate", URI.create("https://shop.example"), Optional.of("stage5"), ""));
    }

    @Test
    void shouldBeOnLambda_whenFunctionsHaveAPrefix() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example", "FunctionPrefix": "prod-"}}""");

        assertThat(Site.read("lambda", outputs).isFunctions()).isTrue();
        assertThat(Site.read("lambda", outputs).functionPrefix()).isEqualTo("prod-");
    }

    @Test
    void shouldRefuse_whenTheFormIsNotSaid() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example"}}""");

        assertThatThrownBy(() -> Site.read("which", outputs))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("either ClusterName or FunctionPrefix");
        assertThatThrownBy(() -> Site.read("none", folder.resolve("missing.json")))
                .isInstanceOf(LoadException.class);
    }

    @Test
    void shouldNeverPassForAnEmulation() throws IOException {
        Path outputs = outputs("""
                {"Stage5": {"GatewayUrl": "https://shop.example", "FunctionPrefix": ""}}""");

        assertThat(Site.place(List.of(Site.read("lambda", outputs)))).satisfies(place -> {
            assertThat(place.emulated()).isFalse();
            assertThat(place.target()).isEqualTo("aws");
        });
    }

    private Path outputs(String json) throws IOException {
        return Files.writeString(folder.resolve("outputs.json"), json);
    }
}
