package stage5.cdk.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeploymentEnvironmentsTests {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final Path ROOT = Path.of("..", "..");

    static Stream<String> groups() {
        return Arrays.stream(DeploymentEnvironment.class.getRecordComponents())
                .map(RecordComponent::getName)
                .filter(group -> !group.equals("name"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "account", "account/spending", "regions", "compute", "data", "edge", "edge/rules", "outside"
            })
    void shouldFail_whenAKeyIsUnknown(String group) throws IOException {
        ObjectNode settings = dev();
        (group.isEmpty() ? settings : settings.withObject("/" + group)).put("unknown", "value");

        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(UnrecognizedPropertyException.class)
                .hasMessageContaining("\"unknown\"");
    }

    @ParameterizedTest
    @MethodSource("groups")
    void shouldNameTheGroup_whenItIsMissing(String group) throws IOException {
        ObjectNode settings = dev();
        settings.remove(group);

        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining("problem: " + group);
    }

    @ParameterizedTest
    @CsvSource({
        "'{repository: a/b}', account needs an id",
        "'{id: \"111111111111\", idsByForm: {lambda: \"222222222222\", fargate: \"333333333333\"}}', account needs an id",
        "'{idsByForm: {lambda: \"222222222222\"}}', account needs an id",
        "'{id: \"1111\"}', 12 digits",
        "'{idsByForm: {lambda: \"222222222222\", fargate: \"3333\"}}', 12 digits"
    })
    void shouldReject_whenTheAccountIsNotOneOrOnePerForm(String account, String message) throws IOException {
        ObjectNode settings = dev();
        ObjectNode group = settings.withObject("/account");
        group.remove("id");
        group.setAll((ObjectNode) YAML.readTree(account));

        assertThatThrownBy(() -> read(settings))
                .isInstanceOf(JsonMappingException.class)
                .hasMessageContaining(message);
    }

    @Test
    void shouldReject_whenTheActiveRegionDoesNotServe() {
        DeploymentEnvironment dev = DeploymentEnvironments.load("dev");

        assertThatIllegalArgumentException()
                .isThrownBy(() -> dev.withActiveRegion("eu-west-1"))
                .withMessageContaining("regions.active is eu-west-1");
    }

    @Test
    void shouldHaveTheAccountOfTheForm_whenTheEnvironmentExistsOncePerForm() {
        DeploymentEnvironment bench = DeploymentEnvironments.load("bench");

        assertThat(bench.perForm()
                        .map(form -> form.name() + " " + form.account().id()))
                .containsExactly("bench-lambda 444444444444", "bench-fargate 555555555555");
        assertThat(bench.inOneForm(Form.FARGATE).sideBySide()).isFalse();
        assertThat(bench.inOneForm(Form.FARGATE).compute().forms().values()).containsOnly(Form.FARGATE);
    }

    @Test
    void shouldChangeNothingElse_whenOneGroupIsReplaced() {
        DeploymentEnvironment dev = DeploymentEnvironments.load("dev");

        assertThat(dev.withForms(Map.of()))
                .isEqualTo(dev)
                .isEqualTo(dev.withActiveRegion("us-east-1"))
                .isEqualTo(dev.withRegions(List.of("us-east-1"), null))
                .isEqualTo(dev.withSpending(dev.account().spending()))
                .isEqualTo(dev.inOneForm(Form.LAMBDA));
    }

    @Test
    void shouldExist_whenADocumentNamesAKey() throws IOException {
        Pattern key = Pattern.compile("`((?:" + groups().collect(Collectors.joining("|")) + ")\\.[A-Za-z.]+)`");
        Set<String> named = new TreeSet<>();
        for (Path document : documents()) {
            key.matcher(Files.readString(document))
                    .results()
                    .map((MatchResult result) -> result.group(1))
                    .forEach(named::add);
        }

        assertThat(named).contains("regions.active").isSubsetOf(keys(DeploymentEnvironment.class, ""));
    }

    private static List<Path> documents() throws IOException {
        try (Stream<Path> pages = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(pages, Stream.of(Path.of("README.md")))
                    .filter(page -> page.toString().endsWith(".md"))
                    .toList();
        }
    }

    /** Returns the keys of the record and of the records in it. */
    private static Set<String> keys(Class<?> group, String prefix) {
        Set<String> keys = new HashSet<>();
        for (RecordComponent component : group.getRecordComponents()) {
            keys.add(prefix + component.getName());
            if (component.getType().isRecord()) {
                keys.addAll(keys(component.getType(), prefix + component.getName() + "."));
            }
        }
        return keys;
    }

    private static ObjectNode dev() throws IOException {
        try (InputStream file = DeploymentEnvironments.class.getResourceAsStream("dev.yaml")) {
            return (ObjectNode) YAML.readTree(file);
        }
    }

    private static DeploymentEnvironment read(ObjectNode settings) throws IOException {
        return DeploymentEnvironments.read(new ByteArrayInputStream(YAML.writeValueAsBytes(settings)));
    }
}
