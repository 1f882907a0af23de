package stage5.cdk.simulation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.cdk.Templates;
import stage5.cdk.TwoRegions;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;

/** The simulations of every environment and form, run once for all tests. */
final class Simulations {

    private static List<ReplayedCase> outcomes;

    /** What one case has found. */
    record ReplayedCase(String environment, Form form, Case name, Set<Finding> findings) {}

    private Simulations() {}

    static synchronized List<ReplayedCase> all() {
        if (outcomes == null) {
            List<ReplayedCase> all = new ArrayList<>();
            for (String environment : DeploymentEnvironments.NAMES) {
                for (Form form : Form.values()) {
                    Replay replay = replay(environment, form);
                    for (Case name : Case.values()) {
                        if (replay.has(name)) {
                            all.add(new ReplayedCase(environment, form, name, replay.of(name)));
                        }
                    }
                }
            }
            // No environment has a second region.
            for (Form form : Form.values()) {
                Replay replay = new Replay(
                        read(Templates.inTwoRegions(form, TwoRegions.PRIMARY)),
                        null,
                        null,
                        ignored -> read(Templates.inTwoRegions(form, TwoRegions.SECOND)));
                all.add(new ReplayedCase("2 regions", form, Case.FAILOVER, replay.of(Case.FAILOVER)));
            }
            outcomes = all;
        }
        return outcomes;
    }

    private static Replay replay(String name, Form form) {
        DeploymentEnvironment environment = DeploymentEnvironments.load(name);
        Form other = form == Form.LAMBDA ? Form.FARGATE : Form.LAMBDA;
        // Synthesising prod takes longest, and its services are those of staging.
        boolean mixable = !environment.sideBySide() && !name.equals("prod");
        return new Replay(
                read(Templates.folder(name, form)),
                mixable ? read(Templates.withOtherForm(name, form, Replay.CALLED, other)) : null,
                environment.sideBySide() ? null : read(Templates.folder(name, other)),
                null);
    }

    /** Returns the replay of {@code dev} with Service Connect; its other form is that with load balancers. */
    static Replay connected() {
        return new Replay(
                read(Templates.withServiceConnect()), null, read(Templates.folder("dev", Form.FARGATE)), null);
    }

    /**
     * Returns the environment with both forms at once, as {@code -c environment=NAME} synthesises it.
     *
     * @param account of both forms; null for the accounts of the environment's file
     */
    static CloudAssembly sideBySide(String name, String account) {
        List<AssembledStack> stacks = new ArrayList<>();
        for (Form form : Form.values()) {
            for (AssembledStack stack : read(Templates.folder(name, form)).stacks()) {
                stacks.add(new AssembledStack(
                        stack.id(),
                        stack.name(),
                        account == null ? stack.account() : account,
                        stack.region(),
                        stack.tags(),
                        stack.terminationProtection(),
                        stack.dependencies(),
                        stack.template()));
            }
        }
        return new CloudAssembly(Path.of(""), stacks);
    }

    private static CloudAssembly read(Path folder) {
        try {
            return CloudAssembly.read(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + folder, e);
        }
    }
}
