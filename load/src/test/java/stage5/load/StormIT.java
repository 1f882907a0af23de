package stage5.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.load.ordercost.OrderCost;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;
import stage5.stack.TemporaryStack;
import stage5.stack.seed.ShopFilling;
import stage5.stack.terminal.ProgressListener;

/** Runs {@code ./stage5 load storm} on a shop of its own, at the rate that this machine holds. Needs an idle machine. */
@Tag("nightly")
class StormIT {

    private static final int PORT_BASE = 27_080;

    @TempDir
    private Path results;

    @Test
    void shouldReachEveryBar_whenFourTimesTheRateIsOffered() throws InterruptedException {
        Stack stack = new Stack(Project.locate(), new Ports(PORT_BASE));
        try (TemporaryStack shop = TemporaryStack.of(stack)) {
            shop.stack().start(EnumSet.allOf(Component.class), ProgressListener.silent());
            new ShopFilling(stack).fill(ProgressListener.silent());

            int status = LoadCommands.execute(
                    "load", "storm", "--port-base", Integer.toString(PORT_BASE), "--results", results.toString());

            assertThat(status).as("exit status; the table is in the output").isZero();
            assertThat(results.resolve(OrderCost.FILE)).exists();
        }
    }
}
