package stage5.cli.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.cli.stack.PartStatus.State;
import stage5.cli.terminal.Progress;

/** Starts and ends real processes, which stand in for the parts. */
class StackTests {

    private static final Set<Part> SOME = EnumSet.of(Part.CLOUD, Part.ORDER);

    @TempDir
    Path root;

    private Project project;
    private Stack stack;

    @BeforeEach
    void build() throws IOException {
        project = StubProject.in(root);
        stack = new Stack(project, StubProject.ports());
    }

    @AfterEach
    void takeDown() throws InterruptedException {
        stack.stop(Progress.silent());
    }

    @Test
    void shouldBeReady_whenStarted() throws Exception {
        stack.start(EnumSet.allOf(Part.class), Progress.silent());

        assertThat(stack.status()).hasSize(Part.values().length).allSatisfy(part -> {
            assertThat(part.state()).as(part.toString()).isEqualTo(State.READY);
            assertThat(part.kind()).isEqualTo(PartStatus.Kind.JVM);
            assertThat(part.residentKibibytes()).isPositive();
        });
    }

    @Test
    void shouldLeaveNothing_whenStopped() throws Exception {
        stack.start(SOME, Progress.silent());
        Set<ProcessIdentity> processes = processes();

        List<Part> stopped = stack.stop(Progress.silent());

        assertThat(stopped).containsExactly(Part.ORDER, Part.CLOUD);
        assertThat(processes).hasSize(2).noneMatch(ProcessIdentity::isAlive);
        assertThat(stack.status()).isEmpty();
        assertThat(stack.stop(Progress.silent())).isEmpty();
    }

    @Test
    void shouldTakeTurnsBesideTheSameCloud_whenOnlyServicesAreLaunchedAndStopped() throws Exception {
        stack.start(EnumSet.of(Part.CLOUD), Progress.silent());
        Set<ProcessIdentity> cloud = processes();

        for (Build build : List.of(Build.JVM, Build.NEWEST)) {
            Stack turn = stack.of(build, project);
            turn.launchServices(Forms.CONTAINERS);
            assertThat(processes()).hasSize(Part.values().length).allMatch(ProcessIdentity::isAlive);
            assertThatThrownBy(() -> turn.launchServices(Forms.CONTAINERS)).hasMessageContaining("runs already");

            turn.stopServices(Progress.silent());

            assertThat(stack.status().stream().filter(PartStatus::isRunning).map(PartStatus::part))
                    .containsExactly(Part.CLOUD);
        }
        assertThat(cloud).allMatch(ProcessIdentity::isAlive);
    }

    @Test
    void shouldTell_whenSomebodyElseIsAtAServicesPort() throws Exception {
        stack.requireServicePortsFree();
        try (ServerSocket other = new ServerSocket(stack.ports().of(Part.ORDER), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(stack::requireServicePortsFree)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("wanted by order-service");
        }
    }

    @Test
    void shouldLaunchNoService_whenOneIsNotBuiltAsWanted() throws Exception {
        stack.start(EnumSet.of(Part.CLOUD), Progress.silent());

        assertThatThrownBy(() -> stack.of(Build.NATIVE, project).launchServices(Forms.CONTAINERS))
                .hasMessageContaining("is not built as a native executable");
        assertThat(processes()).hasSize(1);
    }

    @Test
    void shouldRefuse_whenTheShopRunsAlready() throws Exception {
        stack.start(SOME, Progress.silent());
        Set<ProcessIdentity> processes = processes();

        assertThatThrownBy(() -> stack.start(SOME, Progress.silent()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("runs already")
                .hasMessageContaining(stack.ports().gateway().toString());
        assertThat(processes).allMatch(ProcessIdentity::isAlive);
    }

    @Test
    void shouldStartNothing_whenAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(stack.ports().of(Part.ORDER), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertThatThrownBy(() -> stack.start(SOME, Progress.silent()))
                    .hasMessageContaining("%d, wanted by order-service".formatted(taken.getLocalPort()));
        }
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldStartNothing_whenAPartIsNotBuilt() throws Exception {
        Files.delete(project.artifact(Part.ORDER));

        assertThatThrownBy(() -> stack.start(SOME, Progress.silent()))
                .hasMessageContaining("order-service is not built");
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldStopTheOthersAndBlameThePart_whenOneEndsBeforeItIsReady() throws Exception {
        Files.writeString(project.artifact(Part.ORDER), "no jar");

        assertThatThrownBy(() -> stack.start(SOME, Progress.silent()))
                .isInstanceOfSatisfying(
                        StackException.class, e -> assertThat(e.part()).contains(Part.ORDER));
        assertThat(stack.status()).isEmpty();
        await("the kernel closes what a killed process had open, thread by thread")
                .until(() -> !PortCheck.isTaken(stack.ports().of(Part.CLOUD)));
    }

    @Test
    void shouldTellTheDeadFromTheKilled() throws Exception {
        stack.start(EnumSet.of(Part.CLOUD, Part.ORDER, Part.USER), Progress.silent());

        stack.kill(Part.ORDER);
        endBehindItsBack(Part.USER);

        Map<Part, State> states =
                stack.status().stream().collect(Collectors.toMap(PartStatus::part, PartStatus::state));
        assertThat(states)
                .containsEntry(Part.CLOUD, State.READY)
                .containsEntry(Part.ORDER, State.STOPPED)
                .containsEntry(Part.USER, State.DEAD);
    }

    @Test
    void shouldBringAPartBack_whenItWasKilled() throws Exception {
        stack.start(SOME, Progress.silent());
        stack.kill(Part.ORDER);

        stack.start(Part.ORDER, Progress.silent());

        assertThat(stack.status()).allMatch(PartStatus::isWell);
    }

    @Test
    void shouldReplaceTheProcess_whenAPartIsRestarted() throws Exception {
        stack.start(SOME, Progress.silent());
        ProcessIdentity before = process(Part.ORDER);

        stack.restart(Part.ORDER, Progress.silent());

        assertThat(before.isAlive()).isFalse();
        assertThat(process(Part.ORDER)).isNotEqualTo(before);
        assertThat(stack.status()).allMatch(PartStatus::isWell);
    }

    @Test
    void shouldCleanUp_whenHalfOfItIsDead() throws Exception {
        stack.start(SOME, Progress.silent());
        endBehindItsBack(Part.CLOUD);
        ProcessIdentity order = process(Part.ORDER);

        assertThat(stack.stop(Progress.silent())).containsExactly(Part.ORDER);

        assertThat(order.isAlive()).isFalse();
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldKeepThePersonsAwsSettingsFromThePartsAndTellThemTheContract() throws Exception {
        stack.start(SOME, Progress.silent());

        assertThat(stack.log(Part.ORDER))
                .content()
                .contains("AWS_PROFILE=null STAGE5_ORDER_URL=" + stack.ports().address(Part.ORDER));
    }

    private Set<ProcessIdentity> processes() {
        return stack.running().orElseThrow().parts().values().stream()
                .map(RunState.Entry::process)
                .collect(Collectors.toSet());
    }

    private ProcessIdentity process(Part part) {
        return stack.running().orElseThrow().parts().get(part).process();
    }

    private void endBehindItsBack(Part part) throws InterruptedException {
        Processes.kill(List.of(process(part)));
    }
}
