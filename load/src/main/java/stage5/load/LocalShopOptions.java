package stage5.load;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import stage5.load.generator.GeneratorSettings;
import stage5.load.plan.LoadModel;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;

/** The command-line options of the commands that send load to the running shop of this machine, from it alone. */
final class LocalShopOptions {

    @Option(
            names = "--port-base",
            paramLabel = "N",
            defaultValue = "" + Ports.USUAL_BASE,
            description = "The port of the gateway (${DEFAULT-VALUE}).")
    private int portBase;

    @Mixin
    private VisitorOptions visitors;

    /** Returns the stack of the shop. */
    Stack stack() {
        return new Stack(Project.locate(), new Ports(portBase));
    }

    /**
     * Returns the settings of a run.
     *
     * @param rate requests a second at peak
     * @param folder receives the results
     */
    GeneratorSettings settings(LoadModel model, double rate, Duration warmUp, Duration length, Path folder) {
        return new GeneratorSettings(
                model,
                rate,
                warmUp,
                length,
                new Ports(portBase).gateway(),
                visitors.customers(),
                visitors.seed(),
                folder,
                GeneratorSettings.Machine.ALONE,
                Optional.empty());
    }
}
