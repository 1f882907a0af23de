package stage5.release.pipeline;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A workflow of GitHub Actions (<a
 * href="https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax">syntax</a>). */
record Workflow(String name, String text, JsonNode document) {

    static final Path ROOT = Path.of("..", "..");

    private static final Path FOLDER = ROOT.resolve(".github").resolve("workflows");

    /** Returns all workflows of the repository. */
    static List<Workflow> all() {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().map(Workflow::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot list the workflows in " + FOLDER, e);
        }
    }

    /** Returns the workflow of a service. */
    static Workflow of(String service) {
        return read(FOLDER.resolve(service + ".yml"));
    }

    /** Returns the path filters of an event: {@code push} or {@code pull_request}. */
    List<String> paths(String event) {
        return document.path("on")
                .path(event)
                .path("paths")
                .valueStream()
                .map(JsonNode::asText)
                .toList();
    }

    /** Returns the jobs by name. */
    Map<String, JsonNode> jobs() {
        Map<String, JsonNode> jobs = new TreeMap<>();
        document.path("jobs").properties().forEach(job -> jobs.put(job.getKey(), job.getValue()));
        return jobs;
    }

    @Override
    public String toString() {
        return name;
    }

    private static Workflow read(Path file) {
        try {
            String text = Files.readString(file);
            return new Workflow(file.getFileName().toString(), text, new YAMLMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
    }
}
