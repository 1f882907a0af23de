package stage5.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import stage5.cdk.config.Form;

/** The templates of every environment and form, synthesised once for all tests of a run. */
public final class Templates {

    static final Path OUTPUT = Path.of("target", "cdk.out");

    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Path> folders;

    private Templates() {}

    /** Returns the templates of the environment in that form, by stack; skips the test if Node.js is not on the PATH. */
    public static SortedMap<String, JsonNode> of(String environment, Form form) {
        return in(all().stream()
                .filter(folder -> folder.endsWith(Path.of(environment, form.toString())))
                .findFirst()
                .orElseThrow());
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
    static SortedMap<String, JsonNode> in(Path folder) {
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
