package stage5.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import stage5.stack.Component;

class DevCommandTests {

    @Test
    void shouldStartAllOtherComponentsAsBuilt() {
        assertThat(DevCommand.others(Component.CATALOG))
                .containsExactly(
                        Component.CLOUD, Component.USER, Component.ORDER, Component.NOTIFICATION, Component.GATEWAY);
    }
}
