package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.generator.LoadException;
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.topology.Function;
import stage5.topology.Topology;

class ArmTests {

    @TempDir
    private Path folder;

    @Test
    void shouldReturnTheBuiltArms_whenOthersAreMissing() throws IOException {
        Project project = checkout("jvm", "not-a-bootstrap");
        Project natives = checkout("native", "bootstrap");

        assertThat(Arm.built(project, project)).extracting(Arm::name).containsExactly("jvm", "jvm-lambda");
        assertThat(Arm.built(project, natives))
                .extracting(Arm::name)
                .containsExactly("jvm", "jvm-lambda", "native-lambda");
    }

    @Test
    void shouldNameTheMissingArtifact_whenAnArmIsNotBuilt() throws IOException {
        Project project = checkout("jvm", "not-a-bootstrap");

        assertThatThrownBy(() -> Arm.named(List.of("jvm", "native-lambda"), project, project))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("gateway/lambda-http is not built natively");
        assertThatThrownBy(() -> Arm.named(List.of("jvm", "jvm-aot"), project, project))
                .hasMessageContaining("order-service has no AOT cache");
    }

    @Test
    void shouldNumberAnArm_whenItIsNamedTwice() throws IOException {
        Project project = checkout("jvm", "not-a-bootstrap");

        assertThat(Arm.named(List.of("jvm", "jvm"), project, project))
                .extracting(Arm::name)
                .containsExactly("jvm", "jvm#2");
    }

    @Test
    void shouldListTheArms_whenTheNameIsUnknown() {
        assertThatThrownBy(() -> Arm.named(List.of("fargate"), new Project(folder), new Project(folder)))
                .hasMessageContaining("jvm-aot");
    }

    private Project checkout(String name, String entry) throws IOException {
        Path root = folder.resolve(name);
        for (Component service : Component.services()) {
            Path home = root.resolve(service.label());
            Path jar = home.resolve("container/target/quarkus-app/quarkus-run.jar");
            Files.createDirectories(jar.getParent());
            Files.createFile(jar);
            for (Function function : Topology.load().of(service.label()).functions()) {
                zip(home.resolve(function.artifact()).resolve("target/function.zip"), entry);
            }
        }
        return new Project(root);
    }

    private static void zip(Path file, String entry) throws IOException {
        Files.createDirectories(file.getParent());
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(entry));
        }
    }
}
