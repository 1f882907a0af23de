package stage5.cdk.permission;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.cdk.Templates;
import stage5.cdk.config.Form;
import stage5.topology.Function;
import stage5.topology.ServiceTopology;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Compares each role with the actions that the service's code calls: the role allows exactly those. */
class PermissionTests {

    /** The actions of Lambda's poller, which uses the function's role (<a
     * href="https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html">permissions</a>). */
    private static final Set<String> EVENT_SOURCE =
            Set.of("sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage");

    static List<ServiceTopology> services() {
        return Topology.load().services();
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldAllowTasksWhatTheCodeCalls_whenTheServiceRunsAsTasks(ServiceTopology service) {
        Set<String> called = calledOnOwnResources(service, "container");

        assertThat(ServiceRole.ofTasks(template(service, Form.FARGATE)))
                .isNotEmpty()
                .allSatisfy(role -> assertThat(role.actions()).isEqualTo(called));
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldAllowFunctionsWhatTheCodeCalls_whenTheServiceRunsAsFunctions(ServiceTopology service) {
        List<ServiceRole> roles =
                ServiceRole.ofFunctions(template(service, Form.LAMBDA)).toList();

        assertThat(roles)
                .extracting(ServiceRole::owner)
                .containsExactlyInAnyOrderElementsOf(
                        service.functions().stream().map(Function::name).toList());
        for (Function function : service.functions()) {
            Set<String> expected = calledOnOwnResources(service, function.artifact());
            if (Function.QUEUE.equals(function.handler())) {
                expected.addAll(EVENT_SOURCE);
            } else {
                // One artifact has all handlers, and only that of queues calls SQS.
                expected.removeIf(action -> action.startsWith("sqs:"));
            }
            assertThat(roles.stream().filter(role -> role.owner().equals(function.name())))
                    .singleElement()
                    .satisfies(role ->
                            assertThat(role.actions()).as(function.name()).isEqualTo(expected));
        }
    }

    @ParameterizedTest
    @MethodSource("services")
    void shouldAllowNothingOnOtherServicesResources_whenInEitherForm(ServiceTopology service) {
        List<String> own = Stream.of(
                        service.tables().stream().map(table -> ":table/" + table.name()),
                        service.tables().stream().flatMap(PermissionTests::indexes),
                        service.queues().stream().flatMap(queue -> Stream.of(queue.name(), queue.deadLetterQueue())
                                .map(name -> ":" + name)),
                        Stream.ofNullable(service.topic()).map(topic -> ":" + topic))
                .flatMap(names -> names)
                .toList();

        assertThat(Stream.concat(
                        ServiceRole.ofFunctions(template(service, Form.LAMBDA)),
                        ServiceRole.ofTasks(template(service, Form.FARGATE))))
                .flatMap(ServiceRole::resources)
                .allSatisfy(arn -> assertThat(own).anyMatch(arn::endsWith));
    }

    @Test
    void shouldFindCallsThroughServiceKit_whenTheServiceUsesNoClientItself() {
        assertThat(CalledActions.of("user-service", "lambda-http"))
                .contains("dynamodb:PutItem", "sns:Publish")
                .doesNotContain("dynamodb:Scan", "sqs:ReceiveMessage", "dynamodb:TransactWriteItems");
        assertThat(CalledActions.of("order-service", "container")).contains("dynamodb:Scan", "sqs:ReceiveMessage");
    }

    /** Ignores the poller of service-kit in a service without queues, where it polls nothing. */
    private static Set<String> calledOnOwnResources(ServiceTopology service, String form) {
        Set<String> called = new TreeSet<>(CalledActions.of(service.service(), form));
        called.removeIf(action -> service.queues().isEmpty() && action.startsWith("sqs:"));
        return called;
    }

    private static Stream<String> indexes(Table table) {
        return table.indexes().stream().map(index -> ":table/%s/index/%s".formatted(table.name(), index.name()));
    }

    private static JsonNode template(ServiceTopology service, Form form) {
        return Templates.of("dev", form).entrySet().stream()
                .filter(stack -> stack.getKey().startsWith("stage5-dev-" + service.service() + "-us-"))
                .findFirst()
                .orElseThrow()
                .getValue();
    }
}
