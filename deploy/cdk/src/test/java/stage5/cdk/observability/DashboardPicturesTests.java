package stage5.cdk.observability;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;
import stage5.stack.alarm.SynthesizedAlarms;

class DashboardPicturesTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    /** The names of stacks and dashboards. */
    private static final Pattern NAME = Pattern.compile("stage5-prod-(.+)-us-east-1");

    private static final String SHOP = "shop";

    private static final Path DRAWN = Path.of("target", "dashboards");
    private static final Path DOCUMENTS = Path.of("..", "..", "docs");
    private static final Path STORED = DOCUMENTS.resolve("images").resolve("dashboards");

    /** After a change of a dashboard, copy the new pictures over the stored ones. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldEqualTheStoredPicture_whenADashboardIsSynthesised(Form form) throws IOException {
        String document = Files.readString(DOCUMENTS.resolve("dashboards.md"));
        Files.createDirectories(DRAWN);
        SortedMap<String, String> pictures = pictures(form);
        for (var picture : pictures.entrySet()) {
            Files.writeString(DRAWN.resolve(picture.getKey()), picture.getValue());
        }

        assertThat(pictures).hasSize(6).allSatisfy((name, picture) -> {
            assertThat(STORED.resolve(name))
                    .as("cp deploy/cdk/target/dashboards/*.svg docs/images/dashboards/")
                    .hasContent(picture);
            assertThat(document).contains("(images/dashboards/%s)".formatted(name));
        });
    }

    /** Returns the pictures of all dashboards, by the name of the file. */
    private static SortedMap<String, String> pictures(Form form) {
        SortedMap<String, String> pictures = new TreeMap<>();
        Templates.of("prod", form).forEach((name, template) -> {
            Matcher stack = NAME.matcher(name);
            if (stack.matches()) {
                template.path("Resources")
                        .valueStream()
                        .filter(resource -> resource.path("Type").asText().equals("AWS::CloudWatch::Dashboard"))
                        .map(resource -> resource.path("Properties"))
                        .forEach(dashboard -> add(dashboard, template, stack.group(1), form, pictures));
            }
        });
        return pictures;
    }

    private static void add(
            JsonNode dashboard, JsonNode template, String stack, Form form, SortedMap<String, String> pictures) {
        Matcher name = NAME.matcher(dashboard.path("DashboardName").asText());
        assertThat(name.matches()).isTrue();
        String file = name.group(1).equals(SHOP) ? SHOP : "%s-%s".formatted(name.group(1), form);
        DashboardPicture picture = new DashboardPicture(
                file,
                parse(text(dashboard.path("DashboardBody"), template.path("Resources"), stack)),
                SynthesizedAlarms.of(form == Form.LAMBDA ? stage5.stack.Form.LAMBDA : stage5.stack.Form.CONTAINER)
                        .metricAlarms()
                        .toList());
        pictures.put(file + ".svg", picture.svg());
    }

    /** Resolves references: to a function by its name, to other resources by the service's name. */
    private static String text(JsonNode body, JsonNode resources, String stack) {
        StringBuilder text = new StringBuilder();
        for (JsonNode part : body.path("Fn::Join").path(1)) {
            text.append(
                    part.isTextual()
                            ? part.asText()
                            : resources
                                    .path(part.path("Ref").asText())
                                    .path("Properties")
                                    .path("FunctionName")
                                    .asText(stack));
        }
        return text.toString();
    }

    private static JsonNode parse(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("No JSON: " + body, e);
        }
    }
}
