package stage5.aws.doctor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Finds values of the project's examples that are still in the environment's file. */
final class PlaceholderCheck implements Check {

    /** What a placeholder looks like, and what it stands for. Names below "example" never exist (RFC 2606). */
    private static final Map<Pattern, String> PLACEHOLDERS = Map.of(
            Pattern.compile("(\\d)\\1{11}"), "an AWS account",
            Pattern.compile(".+@([\\w.-]+\\.)?example(\\.(com|net|org))?|.+@.+\\.example"), "a mail address",
            Pattern.compile("https?://([\\w.-]+\\.)?example\\.(com|net|org)(/.*)?"), "a URL",
            Pattern.compile("([\\w-]+\\.)*[\\w-]+\\.example"), "a domain",
            Pattern.compile("Z0123456789[A-Z0-9]*"), "a hosted zone",
            Pattern.compile("[\\w-]*example[\\w-]*/[\\w.-]+"), "a repository");

    private final Path file;

    PlaceholderCheck(Path file) {
        this.file = file;
    }

    @Override
    public String subject() {
        return "placeholders";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        List<Advice> found = new ArrayList<>();
        try {
            visit("", new YAMLMapper().readTree(file.toFile()), found);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + file, e);
        }
        return found;
    }

    private void visit(String key, JsonNode value, List<Advice> found) {
        if (value.isObject()) {
            value.properties()
                    .forEach(field -> visit(
                            key.isEmpty() ? field.getKey() : key + "." + field.getKey(), field.getValue(), found));
        } else if (value.isArray()) {
            value.forEach(each -> visit(key, each, found));
        } else {
            PLACEHOLDERS.forEach((pattern, what) -> {
                if (pattern.matcher(value.asText()).matches()) {
                    found.add(Advice.blocking(
                            "%s is still the example %s".formatted(key, value.asText()),
                            "Set %s to %s of your own in %s".formatted(key, what, file.getFileName())));
                }
            });
        }
    }
}
