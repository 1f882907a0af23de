package stage5.cdk.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awscdk.assertions.Template;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.TwoRegions;
import stage5.topology.ServiceTopology;
import stage5.topology.Topology;

class DataStackTests {

    private static final Topology TOPOLOGY = Topology.load();
    private static final String TABLE = "AWS::DynamoDB::GlobalTable";
    private static final String LOG_GROUP = "AWS::Logs::LogGroup";

    private static Map<String, SynthesisedStack> stacks;

    static Stream<ServiceTopology> services() {
        return TOPOLOGY.services().stream();
    }

    @BeforeAll
    static void synthesise() {
        stacks = services()
                .map(ServiceTopology::service)
                .collect(Collectors.toMap(Function.identity(), service -> of(service, "us-east-1")));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldHaveNoFindings_whenCheckedByCdkNag(ServiceTopology service) {
        assertThat(stacks.get(service.service()).findings()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldContainTheLogGroupsOfBothForms_whenTheServiceRunsInOne(ServiceTopology service) {
        Set<String> names = template(service).findResources(LOG_GROUP).values().stream()
                .map(group -> ((Map<?, ?>) group.get("Properties"))
                        .get("LogGroupName")
                        .toString())
                .collect(Collectors.toSet());

        assertThat(names)
                .contains("/stage5/ecs/" + service.service())
                .containsAll(service.functions().stream()
                        .map(function -> "/aws/lambda/" + function.name())
                        .toList());
        assertThat(names.contains("/stage5/api/" + service.service()))
                .isEqualTo(service.httpFunction().isPresent());
    }

    /** Deletion protection makes the rollback of a table's creation fail, so nothing may fail after it. */
    @ParameterizedTest
    @MethodSource("services")
    void shouldCreateTablesLast_whenDeletionProtectionPreventsTheirRollback(ServiceTopology service) {
        Template template = template(service);
        Map<String, Map<String, Object>> tables = template.findResources(TABLE);
        Set<String> others = Stream.of(LOG_GROUP, "AWS::SNS::Topic", "AWS::SQS::Queue", "AWS::SQS::QueuePolicy")
                .flatMap(type -> template.findResources(type).keySet().stream())
                .collect(Collectors.toSet());

        assertThat(tables).hasSize(service.tables().size());
        assertThat(tables.values())
                .allSatisfy(table -> assertThat(table.toString()).contains("DeletionProtectionEnabled=true"));
        assertThat(tables.values().stream().filter(table -> dependencies(table).containsAll(others)))
                .hasSize(Math.min(1, tables.size()));
        assertThat(tables.values().stream()
                        .filter(table -> dependencies(table).stream().anyMatch(tables.keySet()::contains)))
                .hasSize(Math.max(0, tables.size() - 1));
    }

    @Test
    void shouldCreateNoTable_whenTheRegionHoldsReplicas() {
        Template replica = of("order-service", "eu-west-1").template();

        replica.resourceCountIs(TABLE, 0);
        replica.resourceCountIs("AWS::SNS::Topic", 1);
        replica.resourceCountIs("AWS::SQS::Queue", 6);
    }

    private static List<?> dependencies(Map<String, Object> resource) {
        return (List<?>) resource.getOrDefault("DependsOn", List.of());
    }

    private static Template template(ServiceTopology service) {
        return stacks.get(service.service()).template();
    }

    private static SynthesisedStack of(String service, String region) {
        StackLocation location = new StackLocation(TwoRegions.prod(), region);
        return SynthesisedStack.of(app -> new DataStack(app, location, TOPOLOGY.of(service)));
    }
}
