package stage5.local.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The README lists what deviates from AWS: the reasons of the cases, by service. */
class DeviationListTests {

    private static final Path README = Path.of("README.md");
    private static final String BEGIN = "### Deviations\n";
    private static final String END = "\n## ";
    private static final int WIDTH = 128;

    private static final Map<String, String> NAMES = Map.of(
            "sqs", "SQS",
            "sns", "SNS",
            "lambda", "Lambda",
            "apigateway", "API Gateway",
            "dynamodb", "DynamoDB");

    @Test
    void shouldBeThoseOfTheCases_whenListedInTheReadme() throws IOException {
        String readme = Files.readString(README);
        int begin = readme.indexOf(BEGIN) + BEGIN.length();

        assertThat(readme.substring(begin, readme.indexOf(END, begin)).strip())
                .as("the section \"Deviations\" of %s", README)
                .isEqualTo(expected());
    }

    private static String expected() {
        return ConformanceSuite.all()
                .flatMap(suite -> suite.cases().stream()
                        .map(ConformanceCase::deviation)
                        .filter(deviation -> deviation != null)
                        .map(ConformanceCase.Deviation::reason)
                        .distinct()
                        .map(reason -> item(NAMES.get(suite.service()) + ": " + reason)))
                .collect(Collectors.joining("\n"));
    }

    private static String item(String text) {
        StringBuilder lines = new StringBuilder("-");
        int width = 1;
        for (String word : List.of(text.split("\\s+"))) {
            boolean fits = width + 1 + word.length() <= WIDTH;
            lines.append(fits ? " " : "\n  ").append(word);
            width = fits ? width + 1 + word.length() : 2 + word.length();
        }
        return lines.toString();
    }
}
