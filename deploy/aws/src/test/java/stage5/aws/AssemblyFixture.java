package stage5.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;

/** Cloud assemblies of a few resources, written in short. */
public final class AssemblyFixture {

    public static final String ACCOUNT = "012345678901";
    public static final String REGION = "us-east-1";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final List<AssembledStack> stacks = new ArrayList<>();

    /** Adds a stack with these resources, as the content of a JSON object; single quotes are double quotes. */
    public AssemblyFixture stack(String name, String resources, String... dependencies) {
        return template(name, REGION, "{'Resources': {" + resources + "}}", dependencies);
    }

    /** Adds a stack with this template. */
    public AssemblyFixture template(String name, String region, String template, String... dependencies) {
        return add(name, ACCOUNT, region, Map.of("stage5:stack", name), template, dependencies);
    }

    /** Adds an empty stack of an environment with an account of its own. */
    public AssemblyFixture empty(String name, String environment, String account) {
        return add(
                environment + "-" + name,
                account,
                REGION,
                Map.of("stage5:stack", name, "stage5:environment", environment),
                "{'Resources': {}}");
    }

    private AssemblyFixture add(
            String id,
            String account,
            String region,
            Map<String, String> tags,
            String template,
            String... dependencies) {
        stacks.add(new AssembledStack(
                id, id, account, region, tags, false, List.of(dependencies), json(template.replace('\'', '"'))));
        return this;
    }

    public CloudAssembly build() {
        return new CloudAssembly(Path.of("."), stacks);
    }

    /** Writes the assembly into the folder, as the CDK does, and returns the folder. */
    public Path write(Path folder) throws IOException {
        ObjectNode manifest = JSON.createObjectNode();
        for (AssembledStack stack : stacks) {
            ObjectNode artifact = manifest.withObject("/artifacts").putObject(stack.id());
            artifact.put("type", "aws:cloudformation:stack")
                    .put("environment", "aws://%s/%s".formatted(stack.account(), stack.region()));
            stack.dependencies().forEach(artifact.putArray("dependencies")::add);
            ObjectNode properties = artifact.putObject("properties")
                    .put("stackName", stack.name())
                    .put("templateFile", stack.id() + ".template.json")
                    .put("terminationProtection", stack.terminationProtection());
            stack.tags().forEach(properties.putObject("tags")::put);
            Files.writeString(
                    folder.resolve(stack.id() + ".template.json"),
                    stack.template().toString());
        }
        Files.writeString(folder.resolve("manifest.json"), manifest.toString());
        return folder;
    }

    private static ObjectNode json(String text) {
        try {
            return (ObjectNode) JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(text, e);
        }
    }
}
