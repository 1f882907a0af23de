package stage5.release.pipeline;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The Maven modules of the build and the folders that each one reads. */
final class Modules {

    private static final Pattern ARTIFACT =
            Pattern.compile("</parent>\\s*<artifactId>([\\w-]+)</artifactId>", Pattern.DOTALL);
    private static final Pattern DEPENDENCY =
            Pattern.compile("<groupId>stage5</groupId>\\s*<artifactId>([\\w-]+)</artifactId>");
    private static final Pattern DIRECTORY = Pattern.compile("<directory>(\\.\\./[^<]+)</directory>");

    private final Path root;
    private final Map<String, Path> byArtifact = new HashMap<>();

    Modules(Path root) {
        this.root = root;
        poms(root).forEach(pom -> byArtifact.put(first(ARTIFACT, read(pom)), pom));
    }

    /** Returns the folders, relative to the root, that are read when the modules below the folder are built. */
    Set<String> readBy(String folder) {
        Set<String> folders = new HashSet<>();
        Set<Path> seen = new HashSet<>();
        poms(root.resolve(folder)).forEach(pom -> follow(pom, folders, seen));
        return folders;
    }

    /** Returns every module's folder, relative to the root, by its artifact id. */
    Map<String, String> folders() {
        Map<String, String> folders = new TreeMap<>();
        byArtifact.forEach((artifact, pom) -> folders.put(artifact, relative(pom.getParent())));
        return folders;
    }

    /** Returns the folders of the modules that a module names in its pom: its parent and its dependencies of any scope. */
    Set<String> namedBy(String artifact) {
        return all(DEPENDENCY, read(byArtifact.get(artifact)))
                .filter(byArtifact::containsKey)
                .filter(other -> !other.equals(artifact))
                .map(other -> relative(byArtifact.get(other).getParent()))
                .collect(Collectors.toSet());
    }

    private void follow(Path pom, Set<String> folders, Set<Path> seen) {
        if (!seen.add(pom)) {
            return;
        }
        folders.add(relative(pom.getParent()));
        String text = read(pom);
        all(DIRECTORY, text)
                .forEach(directory -> folders.add(relative(pom.getParent().resolve(directory))));
        all(DEPENDENCY, text)
                .filter(byArtifact::containsKey)
                .forEach(artifact -> follow(byArtifact.get(artifact), folders, seen));
    }

    private String relative(Path folder) {
        return root.normalize().relativize(folder.normalize()).toString();
    }

    private static Stream<Path> poms(Path below) {
        try (Stream<Path> files = Files.find(
                below,
                4,
                (file, attributes) ->
                        file.endsWith("pom.xml") && !file.toString().contains("target"))) {
            return files.toList().stream()
                    .filter(pom -> ARTIFACT.matcher(read(pom)).find());
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the modules in " + below, e);
        }
    }

    private static String first(Pattern pattern, String text) {
        return all(pattern, text).findFirst().orElseThrow();
    }

    private static Stream<String> all(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult result) -> result.group(1));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
