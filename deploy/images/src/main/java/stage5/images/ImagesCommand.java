package stage5.images;

import com.google.cloud.tools.jib.api.JibContainer;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stage5.cli.stack.Part;
import stage5.cli.stack.Project;
import stage5.cli.stack.StackException;
import stage5.cli.terminal.Style;

/** Makes container images of what is built, and pushes them or writes them to files. */
@Command(
        name = "./stage5 images",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Makes container images of the services that are built, without a Docker daemon.")
public final class ImagesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "The services; all five where none is named.")
    private List<String> services = List.of();

    @ArgGroup(multiplicity = "1")
    private Destination destination;

    @Option(names = "--native", description = "The native executables instead of the JVM's jars.")
    private boolean nativeExecutable;

    @Option(
            names = "--multi-arch",
            description = "For amd64 and arm64 at once. Needs a registry; leaves the AOT caches out.")
    private boolean multiArch;

    @Option(names = "--tag", description = "Instead of the version. Native images get -native behind it.")
    private String tag = Defaults.version();

    @Option(names = "--base", description = "Another base: a reference, or tar:// and a path.")
    private String base;

    @Option(names = "--source", description = "The address of the repository, for a label.")
    private String source;

    private static final class Destination {
        @Option(names = "--push", required = true, paramLabel = "PREFIX", description = "Push to PREFIX/SERVICE.")
        private String prefix;

        @Option(names = "--tar", required = true, paramLabel = "FOLDER", description = "Write FOLDER/SERVICE.tar.")
        private Path folder;
    }

    public static void main(String[] arguments) {
        System.exit(execute(arguments));
    }

    static int execute(String... arguments) {
        return new CommandLine(new ImagesCommand())
                .setExecutionExceptionHandler((exception, command, parsed) -> report(exception))
                .execute(arguments);
    }

    private static int report(Exception exception) throws Exception {
        if (exception instanceof StackException) {
            System.err.println(Style.BAD.of(exception.getMessage()));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw exception;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (multiArch && (nativeExecutable || destination.folder != null)) {
            throw new ParameterException(
                    spec.commandLine(), "An executable is for one platform, and so is a file: not with --multi-arch");
        }
        Project project = Project.locate();
        Origin origin = new Origin(Defaults.version(), GitRevision.of(project.root()), source);
        ImageBuilder builder = new ImageBuilder(project.root().resolve("deploy/images/target/jib"), false);
        for (Part service : chosen()) {
            Content content = content(project, service);
            ServiceImage image =
                    new ServiceImage(project, service, content, base == null ? content.base() : base, origin);
            report(make(builder, image), image);
        }
        return CommandLine.ExitCode.OK;
    }

    private Iterable<Part> chosen() {
        if (services.isEmpty()) {
            return Part.services();
        }
        List<Part> parts = services.stream().map(Part::of).toList();
        if (parts.contains(Part.CLOUD)) {
            throw new ParameterException(spec.commandLine(), "The local cloud has no image: it is for this machine");
        }
        return parts;
    }

    private Content content(Project project, Part service) {
        if (nativeExecutable) {
            return NativeContent.of(project, service);
        }
        return multiArch ? JvmContent.untrained(project, service) : JvmContent.of(project, service);
    }

    private JibContainer make(ImageBuilder builder, ServiceImage image) throws InterruptedException {
        String suffix = image.content().suffix();
        String name = image.service().label() + ":" + tag + suffix;
        if (destination.folder != null) {
            Path tar = destination.folder.resolve(image.service().label() + suffix + ".tar");
            return builder.write(image, "stage5/" + name, ImageBuilder.here(), tar);
        }
        return builder.push(image, destination.prefix + "/" + name, platforms());
    }

    private Set<Platform> platforms() {
        return multiArch ? Set.of(ImageBuilder.AMD64, ImageBuilder.ARM64) : Set.of(ImageBuilder.here());
    }

    private void report(JibContainer made, ServiceImage image) {
        System.out.printf(
                "%s for %s on %s%n  %s%n",
                Style.STRONG.of(made.getTargetImage()),
                multiArch ? "amd64 and arm64" : ImageBuilder.here().getArchitecture(),
                image.base(),
                made.getDigest());
    }
}
