package stage5.aws.assembly;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import stage5.stack.Project;
import stage5.stack.StackException;

/**
 * Synthesizes an environment with the built CDK app, as the CDK's command line does: the app reads its context and its output
 * folder from environment variables. Needs Node.js, but not the command line of the CDK.
 */
public final class AssemblySynthesis {

    private static final Path APP = Path.of("deploy", "cdk", "target", "cdk.jar");
    private static final Path OUTPUT = Path.of(".stage5", "aws");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Project project;

    public AssemblySynthesis(Project project) {
        this.project = project;
    }

    /**
     * Returns the assembly of the environment, in the folder {@code .stage5/aws/ENVIRONMENT} of the project.
     *
     * @param context of the CDK app, such as {@code version}; it may be empty
     * @throws StackException if the app is not built or the synthesis fails
     */
    public CloudAssembly of(String environment, Map<String, String> context) throws IOException, InterruptedException {
        Path app = project.root().resolve(APP);
        if (!Files.exists(app)) {
            throw new StackException(app + " is not built");
        }
        Path output = project.root().resolve(OUTPUT).resolve(environment);
        Files.createDirectories(output);
        ObjectNode all = JSON.createObjectNode().put("environment", environment);
        context.forEach(all::put);
        // The CDK's command line sets it too, so templates stay the same whichever command synthesizes them.
        all.put("aws:cdk:enable-path-metadata", true);
        ProcessBuilder synthesis = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar", app.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .directory(app.getParent().getParent().toFile());
        synthesis
                .environment()
                .putAll(Map.of(
                        "CDK_OUTDIR",
                        output.toString(),
                        "CDK_CONTEXT_JSON",
                        all.toString(),
                        "JSII_DEPRECATED",
                        "quiet",
                        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION",
                        "20"));
        int status = synthesis.start().waitFor();
        if (status != 0) {
            throw new StackException("The synthesis of %s failed with exit code %d".formatted(environment, status));
        }
        return CloudAssembly.read(output);
    }
}
