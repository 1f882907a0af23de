package stage5.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Discovery;
import stage5.cdk.config.Form;
import stage5.topology.Topology;

/** The templates of every environment and form, synthesised once for all tests of a run. */
public final class Templates {

    static final Path OUTPUT = Path.of("target", "cdk.out");

    private static final Path VARIANTS = Path.of("target", "cdk.out-variants");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Path> folders;
    private static Path connected;

    private Templates() {}

    /** Returns the templates of the environment in that form, by stack; skips the test if Node.js is not on the PATH. */
    public static SortedMap<String, JsonNode> of(String environment, Form form) {
        return in(folder(environment, form));
    }

    /** Returns the folder of the environment's cloud assembly in that form; skips the test if Node.js is not on the PATH. */
    public static Path folder(String environment, Form form) {
        return all().stream()
                .filter(folder -> folder.endsWith(Path.of(environment, form.toString())))
                .findFirst()
                .orElseThrow();
    }

    /** Returns the folder of production's cloud assembly with two regions, which is synthesised at each call. */
    public static Path inTwoRegions(Form form, String active) {
        return synthesised(
                "active-" + active, form, TwoRegions.prod().inOneForm(form).withActiveRegion(active));
    }

    /** Returns the folder of the cloud assembly with one service in another form, which is synthesised at each call. */
    public static Path withOtherForm(String environment, Form form, String service, Form other) {
        return synthesised(
                service + "-" + other,
                form,
                DeploymentEnvironments.load(environment).inOneForm(form).withForms(Map.of(service, other)));
    }

    /** Returns the folder of {@code dev}'s cloud assembly in the container form with Service Connect, synthesised once. */
    public static synchronized Path withServiceConnect() {
        if (connected == null) {
            connected = synthesised(
                    Discovery.SERVICE_CONNECT.toString(),
                    Form.FARGATE,
                    DeploymentEnvironments.load("dev").inOneForm(Form.FARGATE).with(Discovery.SERVICE_CONNECT));
        }
        return connected;
    }

    private static Path synthesised(String variant, Form form, DeploymentEnvironment environment) {
        NodeJs.require();
        App app = CheckedApp.into(
                VARIANTS.resolve(variant).resolve(environment.name()).resolve(form.toString()));
        new EnvironmentStacks(Topology.load(), Synthesis.VERSION, Map.of()).addTo(app, environment);
        return Path.of(app.synth().getDirectory());
    }

    /** Returns the folders of all templates: {@code ENVIRONMENT/FORM}; skips the test if Node.js is not on the PATH. */
    static synchronized List<Path> all() {
        NodeJs.require();
        if (folders == null) {
            folders = new Synthesis()
                    .everything(OUTPUT).stream().map(SynthesisSummary::folder).toList();
        }
        return folders;
    }

    /** Returns the templates in the folder, by stack. */
    public static SortedMap<String, JsonNode> in(Path folder) {
        SortedMap<String, JsonNode> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(name -> name.toString().endsWith(".template.json"))
                    .toList()) {
                String stack = file.getFileName().toString().replace(".template.json", "");
                templates.put(stack, JSON.readTree(file.toFile()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the templates in " + folder, e);
        }
        return templates;
    }
}
