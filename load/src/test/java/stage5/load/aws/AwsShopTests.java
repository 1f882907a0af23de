package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.LoadException;
import stage5.stack.Component;

class AwsShopTests {

    @TempDir
    private Path folder;

    @Test
    void shouldHaveTheClusterOfEachService_whenTheShopRunsAsTasks() throws IOException {
        AwsShop shop = AwsShop.read("fargate", tasks(Component.services()));

        assertThat(shop.gateway()).isEqualTo(URI.create("https://shop.example"));
        assertThat(shop.isFunctions()).isFalse();
        assertThat(shop.clusters())
                .containsOnlyKeys(Component.services())
                .containsEntry(Component.ORDER, "cluster-of-order-service");
    }

    @Test
    void shouldBeFunctions_whenNoServiceHasACluster() throws IOException {
        assertThat(AwsShop.read("lambda", tasks(Set.of())).isFunctions()).isTrue();
    }

    @Test
    void shouldFail_whenServicesRunInDifferentForms() throws IOException {
        Path parameters = tasks(Set.of(Component.ORDER));

        assertThatThrownBy(() -> AwsShop.read("mixed", parameters))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("only order-service run as tasks");
    }

    @Test
    void shouldFail_whenTheUrlIsMissing() throws IOException {
        Path parameters = Files.writeString(folder.resolve("parameters.json"), "{\"Parameters\": []}");

        assertThatThrownBy(() -> AwsShop.read("which", parameters))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("edge/url");
        assertThatThrownBy(() -> AwsShop.read("none", folder.resolve("missing.json")))
                .isInstanceOf(LoadException.class);
    }

    @Test
    void shouldNotBeEmulated_whenShopsAreOnAws() throws IOException {
        assertThat(AwsShop.target(List.of(AwsShop.read("lambda", tasks(Set.of())))))
                .satisfies(target -> {
                    assertThat(target.emulated()).isFalse();
                    assertThat(target.target()).isEqualTo("aws");
                });
    }

    /** Writes the parameters of a shop whose given services run as tasks. */
    private Path tasks(Set<Component> services) throws IOException {
        Map<String, String> values = new LinkedHashMap<>();
        values.put("/stage5/bench/edge/url", "https://shop.example");
        values.put("/stage5/bench/network/vpc", "vpc-1");
        services.forEach(service ->
                values.put("/stage5/bench/%s/cluster".formatted(service.label()), "cluster-of-" + service.label()));
        return ParameterFile.write(folder.resolve("parameters.json"), values);
    }
}
