package stage5.load.compare;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import stage5.stack.Project;

/** Reads facts about the machine, the versions and the commit. */
final class EnvironmentFacts {

    private static final List<String> VERSIONS = List.of("quarkus", "gatling", "dynamodb-local", "elasticmq");

    private final Project project;

    EnvironmentFacts(Project project) {
        this.project = project;
    }

    Map<String, Object> machine() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        Map<String, Object> machine = new LinkedHashMap<>();
        machine.put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        machine.put("arch", System.getProperty("os.arch"));
        machine.put("cpu", cpu());
        machine.put("cores", Runtime.getRuntime().availableProcessors());
        machine.put("memoryMiB", system.getTotalMemorySize() / (1024 * 1024));
        return machine;
    }

    /** Returns the version of Java, and of those dependencies whose versions are properties of the root pom. */
    Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("java", System.getProperty("java.vendor.version", "") + " " + Runtime.version());
        String pom = read(project.root().resolve("pom.xml"));
        for (String name : VERSIONS) {
            Matcher version =
                    Pattern.compile("<%s\\.version>([^<]+)<".formatted(name)).matcher(pom);
            if (version.find()) {
                versions.put(name, version.group(1));
            }
        }
        return versions;
    }

    /** Returns the commit that is checked out; {@code unknown} without git. */
    String commit() {
        return git("rev-parse", "HEAD").orElse("unknown");
    }

    /** Returns whether the working tree differs from the commit. */
    boolean isModified() {
        return git("status", "--porcelain").filter(String::isEmpty).isEmpty();
    }

    private static String cpu() {
        Path info = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(info)) {
            return "unknown";
        }
        return read(info)
                .lines()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).trim())
                .findFirst()
                .orElse("unknown");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Optional<String> git(String... arguments) {
        try {
            Process git = new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments))
                            .toList())
                    .directory(project.root().toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).trim();
            return git.waitFor() == 0 ? Optional.of(output) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
