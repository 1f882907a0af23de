package stage5.cdk.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.TwoRegions;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.DeploymentEnvironments;
import stage5.cdk.config.Form;
import stage5.cdk.service.ServiceStack;
import stage5.topology.FenceTable;
import stage5.topology.Topology;

class FenceStackTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECOND = "us-west-2";
    private static final DeploymentEnvironment TWO_REGIONS = TwoRegions.prod();

    @Test
    void shouldBeStronglyConsistentOverThreeRegions_whenTheEnvironmentHasTwo() {
        SynthesisedStack stack =
                SynthesisedStack.of(app -> new FenceStack(app, new StackLocation(TWO_REGIONS, "us-east-1")));

        assertThat(stack.findings()).isEmpty();
        JsonNode table = JSON.valueToTree(stack.only("AWS::DynamoDB::GlobalTable"));
        assertThat(table.path("TableName").asText()).isEqualTo(FenceTable.NAME);
        assertThat(table.path("MultiRegionConsistency").asText()).isEqualTo("STRONG");
        assertThat(table.path("Replicas").findValuesAsText("Region")).containsExactlyInAnyOrder("us-east-1", SECOND);
        assertThat(table.path("Replicas").findValuesAsText("DeletionProtectionEnabled"))
                .containsExactly("true", "true");
        assertThat(table.path("GlobalTableWitnesses").findValuesAsText("Region"))
                .containsExactly("us-east-2");
        assertThat(table.has("TimeToLiveSpecification")).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldReadTheTableOfItsRegion_whenAServiceHasTables(Form form) {
        JsonNode template = service("order-service", TWO_REGIONS.inOneForm(form), SECOND);

        assertThat(template.findValuesAsText(FenceTable.VARIABLE).size() + named(template))
                .isEqualTo(form == Form.LAMBDA ? functions("order-service") : 1);
        assertThat(template.findValues("Statement").stream()
                        .flatMap(JsonNode::valueStream)
                        .filter(statement -> statement
                                .path("Resource")
                                .asText()
                                .endsWith(":%s:333333333333:table/%s".formatted(SECOND, FenceTable.NAME))))
                .isNotEmpty()
                .allMatch(statement -> statement.path("Action").asText().equals("dynamodb:GetItem"));
    }

    /** Returns the number of containers with the variable. */
    private static long named(JsonNode template) {
        return template.findValuesAsText("Name").stream()
                .filter(FenceTable.VARIABLE::equals)
                .count();
    }

    private static int functions(String service) {
        return Topology.load().of(service).functions().size();
    }

    @Test
    void shouldHaveNoFence_whenAServiceHasNoTables() {
        assertThat(service("gateway", TWO_REGIONS.inOneForm(Form.LAMBDA), SECOND)
                        .toString())
                .doesNotContain(FenceTable.NAME, FenceTable.VARIABLE);
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldHaveNoFence_whenTheEnvironmentHasOneRegion(Form form) {
        DeploymentEnvironment staging = DeploymentEnvironments.load("staging").inOneForm(form);

        assertThat(staging.regions().hasFence()).isFalse();
        assertThat(service("order-service", staging, "us-east-1").toString())
                .doesNotContain(FenceTable.NAME, FenceTable.VARIABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "us-east-1 us-west-2,            , two and a witness",
        "us-east-1,             us-east-2, one region without a witness",
        "us-east-1 us-west-2,   us-west-2, two and a witness",
        "us-east-1 eu-west-1,   us-east-2, have to be in one of"
    })
    void shouldReject_whenNoStronglyConsistentTableFitsTheRegions(String regions, String witness, String message) {
        assertThatThrownBy(() -> TWO_REGIONS.withRegions(List.of(regions.split(" ")), witness))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static JsonNode service(String name, DeploymentEnvironment environment, String region) {
        return JSON.valueToTree(SynthesisedStack.of(app -> new ServiceStack(
                        app,
                        new StackLocation(environment, region),
                        Topology.load().of(name),
                        "1.0.0"))
                .template()
                .toJSON());
    }
}
