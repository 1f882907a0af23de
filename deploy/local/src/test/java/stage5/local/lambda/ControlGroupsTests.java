package stage5.local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Uses directories that mimic the kernel's. {@link ExecutionEnvironmentTests} uses real control groups. */
class ControlGroupsTests {

    @TempDir
    Path root;

    @Test
    void shouldStateTheReason_whenThereAreNone() {
        ControlGroups groups = ControlGroups.find(root, root.resolve("self"));

        assertThat(groups.description()).isEqualTo("not limited: there are no control groups here");
    }

    @Test
    void shouldRunUnlimited_whenThereAreNone() throws IOException {
        ControlGroups groups = ControlGroups.find(root, root.resolve("self"));

        assertThat(groups.create(512).procs()).isEmpty();
    }

    @Test
    void shouldCreateSiblings_whenTheKernelHasVersion2() throws IOException {
        Path slice = Files.createDirectories(root.resolve("app.slice"));
        Files.createDirectory(slice.resolve("shell.scope"));
        Files.writeString(slice.resolve("cgroup.subtree_control"), "cpu memory pids");

        ControlGroups groups = ControlGroups.find(root, self("0::/app.slice/shell.scope"));
        ControlGroups.Group group = groups.create(512);

        assertThat(groups.description()).isEqualTo("limited by control groups, version 2");
        assertThat(group.procs()).hasSize(1);
        assertThat(group.procs().getFirst().getParent().getParent()).isEqualTo(slice);
    }

    @Test
    void shouldStateTheReason_whenVersion2DoesNotPassOnItsControllers() throws IOException {
        Path slice =
                Files.createDirectories(root.resolve("app.slice/shell.scope")).getParent();
        Files.writeString(slice.resolve("cgroup.subtree_control"), "pids");

        ControlGroups groups = ControlGroups.find(root, self("0::/app.slice/shell.scope"));

        assertThat(groups.description()).startsWith("not limited: ").contains("does not pass on");
    }

    @Test
    void shouldCreateOneInEachHierarchy_whenTheKernelHasVersion1() throws IOException {
        Files.createDirectories(root.resolve("cpu/shell"));
        Files.createDirectories(root.resolve("memory"));

        ControlGroups groups = ControlGroups.find(root, self("4:memory:/\n1:cpu,cpuacct:/shell"));
        ControlGroups.Group group = groups.create(512);

        assertThat(group.directories())
                .extracting(Path::getParent)
                .containsExactly(root.resolve("cpu/shell"), root.resolve("memory"));
    }

    private Path self(String lines) throws IOException {
        return Files.writeString(root.resolve("self"), lines);
    }
}
