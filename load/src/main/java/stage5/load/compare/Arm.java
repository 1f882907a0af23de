package stage5.load.compare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import stage5.cli.stack.AotCache;
import stage5.cli.stack.Build;
import stage5.cli.stack.Form;
import stage5.cli.stack.Forms;
import stage5.cli.stack.Part;
import stage5.cli.stack.Project;
import stage5.load.generator.LoadException;
import stage5.topology.Function;
import stage5.topology.Topology;

/**
 * One of the ways to run the shop that are compared.
 *
 * @param name in the results; an arm that is compared with itself is there as {@code jvm} and {@code jvm#2}
 * @param artifacts the checkout that it is built in
 */
public record Arm(String name, Kind kind, Project artifacts) {

    /** What runs the five services. */
    public enum Kind {
        JVM(Form.CONTAINER, Build.JVM),
        JVM_AOT(Form.CONTAINER, Build.JVM_AOT),
        JVM_LAMBDA(Form.LAMBDA, Build.JVM),
        NATIVE(Form.CONTAINER, Build.NATIVE),
        NATIVE_LAMBDA(Form.LAMBDA, Build.NATIVE);

        private final Form form;
        private final Build build;

        Kind(Form form, Build build) {
            this.form = form;
            this.build = build;
        }

        /** Returns the kind of that name: {@code jvm-aot}. */
        static Kind of(String name) {
            return Arrays.stream(values())
                    .filter(kind -> kind.label().equals(name))
                    .findFirst()
                    .orElseThrow(() -> new LoadException("There is no arm %s; there are %s"
                            .formatted(
                                    name,
                                    Arrays.stream(values()).map(Kind::label).collect(Collectors.joining(", ")))));
        }

        public String label() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }

        public Form form() {
            return form;
        }

        public Build build() {
            return build;
        }

        private boolean isNative() {
            return build == Build.NATIVE;
        }
    }

    /**
     * Returns the arms of those names, in that order.
     *
     * @param natives the checkout with what is built natively, which may be the same
     * @throws LoadException if one of them is not built, with what is missing
     */
    public static List<Arm> named(List<String> names, Project project, Project natives) {
        List<Arm> arms = new ArrayList<>();
        for (String name : names) {
            Kind kind = Kind.of(name);
            long before = arms.stream().filter(arm -> arm.kind() == kind).count();
            Arm arm =
                    new Arm(before == 0 ? name : name + "#" + (before + 1), kind, kind.isNative() ? natives : project);
            arm.missing().ifPresent(what -> {
                throw new LoadException("%s can't be compared: %s".formatted(arm.name(), what));
            });
            arms.add(arm);
        }
        return arms;
    }

    /** Returns all arms that are built. */
    public static List<Arm> built(Project project, Project natives) {
        return Arrays.stream(Kind.values())
                .map(kind -> new Arm(kind.label(), kind, kind.isNative() ? natives : project))
                .filter(arm -> arm.missing().isEmpty())
                .toList();
    }

    /** Returns the forms of the services. */
    public Forms forms() {
        return new Forms(Part.services().stream().collect(Collectors.toMap(part -> part, part -> kind.form())));
    }

    /** Returns what is not built that it needs; empty if nothing is. */
    public Optional<String> missing() {
        List<String> missing = Part.services().stream()
                .flatMap(service -> kind.form() == Form.LAMBDA ? missingZips(service) : missingContainer(service))
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }

    private Stream<String> missingContainer(Part service) {
        boolean there =
                switch (kind) {
                    case NATIVE -> artifacts.executable(service).isPresent();
                    case JVM_AOT -> AotCache.of(artifacts.artifact(service)).isMade();
                    default -> Files.isRegularFile(artifacts.artifact(service));
                };
        return there
                ? Stream.empty()
                : Stream.of(
                        switch (kind) {
                            case NATIVE -> service + " is not built as a native executable";
                            case JVM_AOT -> service + " has no AOT cache (./stage5 train makes them)";
                            default -> service + " is not built";
                        });
    }

    private Stream<String> missingZips(Part service) {
        return Topology.load().of(service.label()).functions().stream()
                .map(Function::artifact)
                .distinct()
                .filter(module -> !isZip(artifacts
                        .root()
                        .resolve(service.label())
                        .resolve(module)
                        .resolve("target/function.zip")))
                .map(module -> "%s/%s is not built %s"
                        .formatted(service, module, kind.isNative() ? "natively" : "for the JVM"));
    }

    /** A zip with a bootstrap brings its own runtime, any other is the JVM's. */
    private boolean isZip(Path file) {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            return (zip.getEntry("bootstrap") != null) == kind.isNative();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
