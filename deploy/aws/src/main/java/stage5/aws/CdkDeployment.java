package stage5.aws;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.stack.Project;
import stage5.stack.StackException;

/** Compares, deploys and deletes stacks with the CDK's command line, in the version that {@code deploy/cdk} locks. */
final class CdkDeployment {

    /**
     * How stacks are compared with the deployed ones (<a
     * href="https://docs.aws.amazon.com/cdk/v2/guide/ref-cli-cmd-diff.html">cdk diff</a>).
     */
    enum Comparison {
        /** Only reads the deployed templates. */
        TEMPLATE,
        /** Creates change sets, which show replacements exactly, and deletes them. */
        AUTO
    }

    private static final Path FOLDER = Path.of("deploy", "cdk");
    private static final Path COMMAND = Path.of("node_modules", ".bin", "cdk");

    private final Path folder;
    private final CloudAssembly assembly;

    CdkDeployment(Project project, CloudAssembly assembly) {
        this.folder = project.root().resolve(FOLDER);
        this.assembly = assembly;
    }

    /** Prints how the stacks differ from the deployed ones. */
    void compare(List<AssembledStack> stacks, Comparison comparison) throws IOException, InterruptedException {
        run("diff", List.of("--method", comparison.name().toLowerCase(Locale.ROOT)), stacks);
    }

    /** Deploys the stacks and nothing that they depend on; returns once all are complete. Throws if one fails. */
    void deploy(List<AssembledStack> stacks) throws IOException, InterruptedException {
        run("deploy", List.of("--require-approval", "never", "--concurrency", "4"), stacks);
    }

    /** Deletes the stacks; returns once all are gone. Throws if one fails. */
    void destroy(List<AssembledStack> stacks) throws IOException, InterruptedException {
        run("destroy", List.of("--force"), stacks);
    }

    private void run(String action, List<String> options, List<AssembledStack> stacks)
            throws IOException, InterruptedException {
        Path executable = folder.resolve(COMMAND);
        if (!Files.isExecutable(executable)) {
            throw new StackException("The CDK's command line is missing: npm ci --prefix " + FOLDER);
        }
        List<String> command = new ArrayList<>(List.of(
                executable.toString(),
                action,
                "--app",
                assembly.folder().toAbsolutePath().toString(),
                "--exclusively"));
        command.addAll(options);
        stacks.forEach(stack -> command.add(stack.id()));
        int status = new ProcessBuilder(command)
                .directory(folder.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (status != 0) {
            throw new StackException("cdk %s failed with exit code %d".formatted(action, status));
        }
    }
}
