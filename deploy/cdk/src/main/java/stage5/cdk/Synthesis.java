package stage5.cdk;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.cdk.spending.SpanBill;
import stage5.topology.Topology;

/**
 * Writes the CloudFormation templates.
 *
 * <p>The CDK's command line starts it for the environment that the context names; the command line also sets the output
 * folder. Without the command line it writes every environment in each form, below the folder given, and prints a
 * summary.
 */
public final class Synthesis {

    /** The version of artifacts in the templates of {@link #everything}. */
    static final String VERSION = "latest";

    private static final String CDK_OUTPUT = "CDK_OUTDIR";

    private final Topology topology = Topology.load();

    public static void main(String[] arguments) {
        Synthesis synthesis = new Synthesis();
        if (System.getenv(CDK_OUTPUT) != null) {
            synthesis.ofContext(CheckedApp.ofCommandLine());
        } else {
            print(synthesis.everything(Path.of(arguments[0])), arguments[0]);
        }
    }

    /** Synthesises the environment that the app's context names, with the forms that it names. */
    void ofContext(App app) {
        SynthesisContext context = new SynthesisContext(app.getNode());
        DeploymentEnvironment environment = context.environment();
        EnvironmentStacks stacks = new EnvironmentStacks(topology, context.version(), context.builds(environment));
        environment.perForm().forEach(environmentOfForm -> stacks.addTo(app, environmentOfForm));
        app.synth();
    }

    private static void print(List<SynthesisSummary> summaries, String folder) {
        System.out.println(SynthesisSummary.HEADER);
        summaries.forEach(System.out::println);
        System.out.println("Spans, at the expected orders");
        summaries.stream().map(SynthesisSummary::spans).forEach(System.out::println);
        Set<String> unpriced = summaries.stream()
                .flatMap(summary -> summary.idle().unpriced().stream())
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unpriced.isEmpty()) {
            System.out.printf(
                    "Idle costs are without %s, which the price file doesn't have%n", String.join(", ", unpriced));
        }
        System.out.printf("Templates and %s: %s/ENVIRONMENT/FORM%n", CheckedApp.REPORT, folder);
    }

    /** Synthesises each environment in each form, into {@code ENVIRONMENT/FORM} below the folder; returns the summaries. */
    List<SynthesisSummary> everything(Path output) {
        return DeploymentEnvironments.NAMES.stream()
                .flatMap(name -> Stream.of(Form.values()).map(form -> everything(output, name, form)))
                .toList();
    }

    private SynthesisSummary everything(Path output, String name, Form form) {
        DeploymentEnvironment environment = DeploymentEnvironments.load(name).inOneForm(form);
        App app = CheckedApp.into(output.resolve(name).resolve(form.toString()));
        new EnvironmentStacks(topology, VERSION, Map.of()).addTo(app, environment);
        return SynthesisSummary.of(
                name, form, SpanBill.of(environment), Path.of(app.synth().getDirectory()));
    }
}
