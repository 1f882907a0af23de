package stage5.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.ComponentStatus.State;
import stage5.stack.terminal.ProgressListener;

/** Starts and ends real processes, which stand in for the components. */
class StackTests {

    private static final Set<Component> CLOUD_AND_ORDER = EnumSet.of(Component.CLOUD, Component.ORDER);

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
        stack.stop(ProgressListener.silent());
    }

    @Test
    void shouldBeReady_whenStarted() throws Exception {
        stack.start(EnumSet.allOf(Component.class), ProgressListener.silent());

        assertThat(stack.status()).hasSize(Component.values().length).allSatisfy(component -> {
            assertThat(component.state()).as(component.toString()).isEqualTo(State.READY);
            assertThat(component.kind()).isEqualTo(ComponentStatus.Kind.JVM);
            assertThat(component.residentKibibytes()).isPositive();
        });
    }

    @Test
    void shouldLeaveNothing_whenStopped() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());
        Set<ProcessIdentity> processes = processes();

        List<Component> stopped = stack.stop(ProgressListener.silent());

        assertThat(stopped).containsExactly(Component.ORDER, Component.CLOUD);
        assertThat(processes).hasSize(2).noneMatch(ProcessIdentity::isAlive);
        assertThat(stack.status()).isEmpty();
        assertThat(stack.stop(ProgressListener.silent())).isEmpty();
    }

    @Test
    void shouldKeepTheCloudRunning_whenOnlyServicesAreLaunchedAndStopped() throws Exception {
        stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());
        Set<ProcessIdentity> cloud = processes();

        for (BuildVariant build : List.of(BuildVariant.JVM, BuildVariant.NEWEST)) {
            Stack services = stack.of(build, project);
            services.launchServices(ServiceForms.CONTAINERS);
            assertThat(processes()).hasSize(Component.values().length).allMatch(ProcessIdentity::isAlive);
            assertThatThrownBy(() -> services.launchServices(ServiceForms.CONTAINERS))
                    .hasMessageContaining("runs already");

            services.stopServices(ProgressListener.silent());

            assertThat(stack.status().stream()
                            .filter(ComponentStatus::isRunning)
                            .map(ComponentStatus::component))
                    .containsExactly(Component.CLOUD);
        }
        assertThat(cloud).allMatch(ProcessIdentity::isAlive);
    }

    @Test
    void shouldFail_whenAnotherProcessHoldsAServicesPort() throws Exception {
        stack.requireServicePortsFree();
        try (ServerSocket other =
                new ServerSocket(stack.ports().of(Component.ORDER), 1, InetAddress.getLoopbackAddress())) {
            assertThat(other.isBound()).isTrue();
            assertThatThrownBy(stack::requireServicePortsFree)
                    .isInstanceOf(StackException.class)
                    .hasMessageContaining("needed by order-service");
        }
    }

    @Test
    void shouldLaunchNoService_whenOneHasNotTheRequestedBuild() throws Exception {
        stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());

        assertThatThrownBy(() -> stack.of(BuildVariant.NATIVE, project).launchServices(ServiceForms.CONTAINERS))
                .hasMessageContaining("is not built as a native executable");
        assertThat(processes()).hasSize(1);
    }

    @Test
    void shouldFail_whenTheShopRunsAlready() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());
        Set<ProcessIdentity> processes = processes();

        assertThatThrownBy(() -> stack.start(CLOUD_AND_ORDER, ProgressListener.silent()))
                .isInstanceOf(StackException.class)
                .hasMessageContaining("runs already")
                .hasMessageContaining(stack.ports().gateway().toString());
        assertThat(processes).allMatch(ProcessIdentity::isAlive);
    }

    @Test
    void shouldStartNothing_whenAPortIsTaken() throws Exception {
        try (ServerSocket taken =
                new ServerSocket(stack.ports().of(Component.ORDER), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();

            assertThatThrownBy(() -> stack.start(CLOUD_AND_ORDER, ProgressListener.silent()))
                    .hasMessageContaining("%d, needed by order-service".formatted(taken.getLocalPort()));
        }
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldStartNothing_whenAComponentIsNotBuilt() throws Exception {
        Files.delete(project.artifact(Component.ORDER));

        assertThatThrownBy(() -> stack.start(CLOUD_AND_ORDER, ProgressListener.silent()))
                .hasMessageContaining("order-service is not built");
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldStopTheOthersAndNameTheComponent_whenOneEndsBeforeItIsReady() throws Exception {
        Files.writeString(project.artifact(Component.ORDER), "no jar");

        assertThatThrownBy(() -> stack.start(CLOUD_AND_ORDER, ProgressListener.silent()))
                .isInstanceOfSatisfying(
                        StackException.class, e -> assertThat(e.component()).contains(Component.ORDER));
        assertThat(stack.status()).isEmpty();
        await("the kernel closes a killed process's sockets asynchronously")
                .until(() -> !PortCheck.isTaken(stack.ports().of(Component.CLOUD)));
    }

    @Test
    void shouldDistinguishDeadFromStoppedComponents() throws Exception {
        stack.start(EnumSet.of(Component.CLOUD, Component.ORDER, Component.USER), ProgressListener.silent());

        stack.kill(Component.ORDER);
        killOutsideTheStack(Component.USER);

        Map<Component, State> states =
                stack.status().stream().collect(Collectors.toMap(ComponentStatus::component, ComponentStatus::state));
        assertThat(states)
                .containsEntry(Component.CLOUD, State.READY)
                .containsEntry(Component.ORDER, State.STOPPED)
                .containsEntry(Component.USER, State.DEAD);
    }

    @Test
    void shouldBringAPartBack_whenItWasKilled() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());
        stack.kill(Component.ORDER);

        stack.start(Component.ORDER, ProgressListener.silent());

        assertThat(stack.status()).allMatch(ComponentStatus::isWell);
    }

    @Test
    void shouldReplaceTheProcess_whenAComponentIsRestarted() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());
        ProcessIdentity before = process(Component.ORDER);

        stack.restart(Component.ORDER, ProgressListener.silent());

        assertThat(before.isAlive()).isFalse();
        assertThat(process(Component.ORDER)).isNotEqualTo(before);
        assertThat(stack.status()).allMatch(ComponentStatus::isWell);
    }

    @Test
    void shouldStopTheRest_whenOneComponentIsDead() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());
        killOutsideTheStack(Component.CLOUD);
        ProcessIdentity order = process(Component.ORDER);

        assertThat(stack.stop(ProgressListener.silent())).containsExactly(Component.ORDER);

        assertThat(order.isAlive()).isFalse();
        assertThat(stack.status()).isEmpty();
    }

    @Test
    void shouldPassTheEnvironmentContractButNoAwsSettingsOfTheUser() throws Exception {
        stack.start(CLOUD_AND_ORDER, ProgressListener.silent());

        assertThat(stack.log(Component.ORDER))
                .content()
                .contains("AWS_PROFILE=null STAGE5_ORDER_URL=" + stack.ports().address(Component.ORDER));
    }

    @Test
    void shouldPassEachReadyComponentToTheListener() throws Exception {
        List<Component> ready = new ArrayList<>();

        stack.start(CLOUD_AND_ORDER, ServiceForms.CONTAINERS, ProgressListener.silent(), ready::add);

        assertThat(ready).containsExactlyInAnyOrder(Component.CLOUD, Component.ORDER);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void shouldStopDevModeWithTheStack_whenItWasStarted() throws Exception {
        Path maven = Files.writeString(root.resolve("mvnw"), "#!/bin/sh\nexec sleep 60\n");
        assertThat(maven.toFile().setExecutable(true)).isTrue();
        stack.start(EnumSet.of(Component.CLOUD), ProgressListener.silent());

        Process devMode = stack.startDevMode(Component.ORDER);

        assertThat(stack.running().orElseThrow().running(Component.ORDER)).contains(devMode.toHandle());
        assertThatThrownBy(() -> stack.startDevMode(Component.ORDER)).hasMessageContaining("runs already");
        assertThat(stack.stop(ProgressListener.silent())).containsExactly(Component.ORDER, Component.CLOUD);
        assertThat(devMode.isAlive()).isFalse();
    }

    private Set<ProcessIdentity> processes() {
        return stack.running().orElseThrow().components().values().stream()
                .map(RunState.Entry::process)
                .collect(Collectors.toSet());
    }

    private ProcessIdentity process(Component component) {
        return stack.running().orElseThrow().components().get(component).process();
    }

    private void killOutsideTheStack(Component component) throws InterruptedException {
        Processes.kill(List.of(process(component)));
    }
}
