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
import stage5.load.generator.LoadException;
import stage5.stack.AotCache;
import stage5.stack.BuildVariant;
import stage5.stack.Component;
import stage5.stack.Form;
import stage5.stack.Project;
import stage5.stack.ServiceForms;
import stage5.topology.Function;
import stage5.topology.Topology;

/**
 * One arm of a comparison: a form of the shop with its build.
 *
 * @param name in the results; an arm that is compared with itself is named {@code jvm} and {@code jvm#2}
 * @param artifacts the checkout with the built artifacts
 */
public record Arm(String name, Kind kind, Project artifacts) {

    /** The form and build of the five services. */
    public enum Kind {
        JVM(Form.CONTAINER, BuildVariant.JVM),
        JVM_AOT(Form.CONTAINER, BuildVariant.JVM_AOT),
        JVM_LAMBDA(Form.LAMBDA, BuildVariant.JVM),
        NATIVE(Form.CONTAINER, BuildVariant.NATIVE),
        NATIVE_LAMBDA(Form.LAMBDA, BuildVariant.NATIVE);

        private final Form form;
        private final BuildVariant build;

        Kind(Form form, BuildVariant build) {
            this.form = form;
            this.build = build;
        }

        /** Returns the kind of that label, such as {@code jvm-aot}. */
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

        public BuildVariant build() {
            return build;
        }

        private boolean isNative() {
            return build == BuildVariant.NATIVE;
        }
    }

    /**
     * Returns the arms of the given names, in the given order.
     *
     * @param natives the checkout with the native builds, which may be the same
     * @throws LoadException if one of them is not built; the message lists what is missing
     */
    public static List<Arm> named(List<String> names, Project project, Project natives) {
        List<Arm> arms = new ArrayList<>();
        for (String name : names) {
            Kind kind = Kind.of(name);
            long before = arms.stream().filter(arm -> arm.kind() == kind).count();
            Arm arm =
                    new Arm(before == 0 ? name : name + "#" + (before + 1), kind, kind.isNative() ? natives : project);
            arm.missing().ifPresent(what -> {
                throw new LoadException("%s cannot be compared: %s".formatted(arm.name(), what));
            });
            arms.add(arm);
        }
        return arms;
    }

    /** Returns all built arms. */
    public static List<Arm> built(Project project, Project natives) {
        return Arrays.stream(Kind.values())
                .map(kind -> new Arm(kind.label(), kind, kind.isNative() ? natives : project))
                .filter(arm -> arm.missing().isEmpty())
                .toList();
    }

    /** Returns the form of each service. */
    public ServiceForms forms() {
        return new ServiceForms(
                Component.services().stream().collect(Collectors.toMap(part -> part, part -> kind.form())));
    }

    /** Returns a description of the missing artifacts; empty if the arm is built. */
    public Optional<String> missing() {
        List<String> missing = Component.services().stream()
                .flatMap(service -> kind.form() == Form.LAMBDA ? missingZips(service) : missingContainer(service))
                .toList();
        return missing.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", missing));
    }

    private Stream<String> missingContainer(Component service) {
        boolean built =
                switch (kind) {
                    case NATIVE -> artifacts.executable(service).isPresent();
                    case JVM_AOT -> AotCache.of(artifacts.artifact(service)).isMade();
                    default -> Files.isRegularFile(artifacts.artifact(service));
                };
        return built
                ? Stream.empty()
                : Stream.of(
                        switch (kind) {
                            case NATIVE -> service + " is not built as a native executable";
                            case JVM_AOT -> service + " has no AOT cache (./stage5 train makes them)";
                            default -> service + " is not built";
                        });
    }

    private Stream<String> missingZips(Component service) {
        return Topology.load().of(service.label()).functions().stream()
                .map(Function::artifact)
                .distinct()
                .filter(module -> !isBuiltZip(artifacts
                        .root()
                        .resolve(service.label())
                        .resolve(module)
                        .resolve("target/function.zip")))
                .map(module -> "%s/%s is not built %s"
                        .formatted(service, module, kind.isNative() ? "natively" : "for the JVM"));
    }

    /** A function zip with a {@code bootstrap} is native, any other is for the JVM. */
    private boolean isBuiltZip(Path file) {
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
