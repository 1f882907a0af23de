package stage5.cdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;

/** What is left when a stack is deleted, when its first deployment fails, and when a service changes its form. */
class RetentionTests {

    private static final String BUCKET = "AWS::S3::Bucket";
    private static final String REPOSITORY = "AWS::ECR::Repository";

    /** Types that have a fixed name and keep data in staging and prod. */
    private static final Set<String> DATA =
            Set.of("AWS::DynamoDB::GlobalTable", "AWS::Logs::LogGroup", BUCKET, REPOSITORY);

    private record Resource(String stack, String id, JsonNode body) {

        String type() {
            return body.path("Type").asText();
        }

        String deletionPolicy() {
            return body.path("DeletionPolicy").asText();
        }
    }

    static Stream<Path> deletable() {
        return folders(true);
    }

    static Stream<Path> kept() {
        return folders(false);
    }

    @ParameterizedTest
    @MethodSource("deletable")
    void shouldLeaveNothing_whenTheStacksOfADeletableEnvironmentAreDeleted(Path folder) {
        assertThat(resources(folder)).isNotEmpty().allSatisfy(resource -> assertThat(resource.deletionPolicy())
                .as("%s", resource)
                .doesNotStartWith("Retain"));
        assertThat(resources(folder).filter(resource -> resource.type().equals(REPOSITORY)))
                .isNotEmpty()
                .allMatch(repository ->
                        repository.body().at("/Properties/EmptyOnDelete").asBoolean());
        List<String> emptied = resources(folder)
                .filter(resource -> resource.type().equals("Custom::S3AutoDeleteObjects"))
                .map(resource -> resource.stack() + "/"
                        + resource.body().at("/Properties/BucketName/Ref").asText())
                .toList();
        assertThat(emptied)
                .isNotEmpty()
                .containsExactlyInAnyOrderElementsOf(resources(folder)
                        .filter(resource -> resource.type().equals(BUCKET))
                        .map(resource -> resource.stack() + "/" + resource.id())
                        .toList());
    }

    @ParameterizedTest
    @MethodSource("kept")
    void shouldKeepDataUnlessItsCreationFails_whenTheEnvironmentIsNotDeletable(Path folder) {
        assertThat(resources(folder).filter(resource -> DATA.contains(resource.type())))
                .isNotEmpty()
                .allSatisfy(resource ->
                        assertThat(resource.deletionPolicy()).as("%s", resource).isEqualTo("RetainExceptOnCreate"));
        assertThat(resources(folder))
                .noneMatch(resource -> resource.deletionPolicy().equals("Retain"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dev", "staging", "prod"})
    void shouldNotChangeTheDataStacks_whenTheFormChanges(String environment) {
        assertThat(dataStacks(environment, Form.LAMBDA)).isNotEmpty().isEqualTo(dataStacks(environment, Form.FARGATE));
    }

    /** A retained resource with a fixed name would block the service's next attempt, or its return to the first form. */
    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldRetainNothingWithAFixedName_whenAServiceStackIsDeployedAgain(Form form) {
        Templates.of("prod", form).forEach((stack, template) -> {
            if (stack.matches("stage5-prod-([a-z]+-(service|worker)|gateway)-[a-z]+-[a-z]+-\\d")) {
                assertThat(template.path("Resources"))
                        .as(stack)
                        .filteredOn(resource ->
                                resource.path("DeletionPolicy").asText().startsWith("Retain"))
                        .allMatch(resource -> resource.path("Type").asText().equals(BUCKET)
                                && !resource.path("Properties").has("BucketName"));
            }
        });
    }

    private static List<String> dataStacks(String environment, Form form) {
        return Templates.of(environment, form).entrySet().stream()
                .filter(stack -> stack.getKey().contains("-data-"))
                .map(Object::toString)
                .toList();
    }

    private static Stream<Path> folders(boolean deletable) {
        return Templates.all().stream()
                .filter(folder -> DeploymentEnvironments.load(
                                        folder.getParent().getFileName().toString())
                                .data()
                                .deletable()
                        == deletable);
    }

    private static Stream<Resource> resources(Path folder) {
        return Templates.in(folder).entrySet().stream()
                .flatMap(stack -> stack.getValue().path("Resources").properties().stream()
                        .map(resource -> new Resource(stack.getKey(), resource.getKey(), resource.getValue())));
    }
}
