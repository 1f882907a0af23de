package stage5.cdk;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import stage5.cdk.config.Environment;
import stage5.cdk.config.Environments;
import stage5.cdk.config.Form;
import stage5.topology.Topology;

/**
 * Writes the templates. Called by the CDK's own command line it writes those that the context asks for, where that
 * wants them; called by hand those of every environment and form, below the folder given.
 */
public final class Synthesis {

    private static final String CDK_OUTPUT = "CDK_OUTDIR";

    private final Topology topology = Topology.load();

    public static void main(String[] arguments) {
        Synthesis synthesis = new Synthesis();
        if (System.getenv(CDK_OUTPUT) != null) {
            synthesis.asked(CheckedApp.asked());
        } else {
            synthesis.everything(Path.of(arguments[0])).forEach(System.out::println);
        }
    }

    /** Synthesises the environment that the app's context asks for, with the forms that it asks for. */
    void asked(App app) {
        Context context = new Context(app.getNode());
        Environment environment = context.environment();
        Shop shop = new Shop(topology, context.version());
        environment.sides().forEach(side -> shop.addTo(app, side));
        app.synth();
    }

    /** Returns the folders with the templates of each environment in each form: {@code ENVIRONMENT/FORM}. */
    List<Path> everything(Path output) {
        return Environments.NAMES.stream()
                .flatMap(name -> Stream.of(Form.values()).map(form -> everything(output, name, form)))
                .toList();
    }

    private Path everything(Path output, String name, Form form) {
        Environment environment = Environments.load(name).inOneForm(form);
        App app = CheckedApp.into(output.resolve(name).resolve(form.toString()));
        new Shop(topology, "latest").addTo(app, environment);
        return Path.of(app.synth().getDirectory());
    }
}
