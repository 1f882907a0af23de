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
import stage5.stack.Component;
import stage5.stack.Project;
import stage5.stack.StackException;
import stage5.stack.terminal.Style;

/** Builds container images of the built services, and pushes them or writes them to files. */
@Command(
        name = "./stage5 images",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = "Builds container images of the services that are built, without a Docker daemon.")
public final class ImagesCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "The services; all five by default.")
    private List<String> services = List.of();

    @ArgGroup(multiplicity = "1")
    private Destination destination;

    @Option(names = "--native", description = "Use the native executables instead of the JVM's jars.")
    private boolean nativeExecutable;

    @Option(
            names = "--multi-arch",
            description = "Build for amd64 and arm64. Requires --push; the images contain no AOT cache.")
    private boolean multiArch;

    @Option(names = "--tag", description = "The tag; the version by default. Native images get the suffix -native.")
    private String tag = ImageProperties.version();

    @Option(names = "--base", description = "Another base image: a reference, or tar:// and a path.")
    private String base;

    @Option(names = "--source", description = "The URL of the repository, for a label.")
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
                    spec.commandLine(),
                    "--multi-arch can't be combined with --native or --tar, which are for one platform");
        }
        Project project = Project.locate();
        ImageProvenance provenance =
                new ImageProvenance(ImageProperties.version(), GitRevision.of(project.root()), source);
        ImageBuilder builder = new ImageBuilder(project.root().resolve("deploy/images/target/jib"), false);
        for (Component service : chosen()) {
            ImageContent content = content(project, service);
            ServiceImage image =
                    new ServiceImage(project, service, content, base == null ? content.base() : base, provenance);
            report(make(builder, image), image);
        }
        return CommandLine.ExitCode.OK;
    }

    private Iterable<Component> chosen() {
        if (services.isEmpty()) {
            return Component.services();
        }
        List<Component> parts = services.stream().map(Component::of).toList();
        if (parts.contains(Component.CLOUD)) {
            throw new ParameterException(
                    spec.commandLine(), "The local cloud has no image: it runs on this machine only");
        }
        return parts;
    }

    private ImageContent content(Project project, Component service) {
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

    private void report(JibContainer result, ServiceImage image) {
        System.out.printf(
                "%s for %s on %s%n  %s%n",
                Style.STRONG.of(result.getTargetImage()),
                multiArch ? "amd64 and arm64" : ImageBuilder.here().getArchitecture(),
                image.base(),
                result.getDigest());
    }
}
