package stage5.kit.telemetry.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.telemetry.Span;
import stage5.kit.telemetry.TestSpan;
import stage5.kit.telemetry.conventions.Violation.Rule;

class SemanticConventionsTests {

    private final SemanticConventions conventions = SemanticConventions.pinned();

    @Test
    void shouldBeThePinnedVersion() {
        assertThat(conventions.version()).isEqualTo("1.37.0");
    }

    @ParameterizedTest
    @MethodSource("validSpans")
    void shouldFindNothing_whenASpanIsValid(TestSpan span) {
        assertThat(conventions.check(span.build())).isEmpty();
    }

    private static Stream<TestSpan> validSpans() {
        return Stream.of(
                create(),
                send(),
                process(),
                process().with("stage5.message.outcome", "held_back"),
                query(),
                redis(),
                server(),
                server().with("http.response.status_code", 404L),
                client(),
                client().with("http.response.status_code", 404L),
                client().with("http.response.status_code", 404L).error().with("error.type", "404"),
                invocation(),
                TestSpan.of("sweep outbox", "INTERNAL"));
    }

    @ParameterizedTest
    @MethodSource("plantedViolations")
    void shouldFindTheViolation_whenItIsPlanted(Rule rule, String message, TestSpan span) {
        assertThat(conventions.check(span.build())).containsExactly(new Violation(rule, message));
    }

    private static Stream<Arguments> plantedViolations() {
        return Stream.of(
                Arguments.of(
                        Rule.KIND, "messaging.create.producer is INTERNAL, not PRODUCER", create().kind("INTERNAL")),
                Arguments.of(Rule.KIND, "internal is CLIENT, not INTERNAL", TestSpan.of("call", "CLIENT")),
                Arguments.of(
                        Rule.NAME,
                        "messaging.send.client needs the name {messaging.operation.name} {messaging.destination.name}",
                        send().with("messaging.destination.name", "other-events")),
                Arguments.of(
                        Rule.MISSING,
                        "messaging.create.producer needs cloudevents.event_id",
                        create().without("cloudevents.event_id")),
                Arguments.of(
                        Rule.MISSING,
                        "messaging.process.consumer needs one of [messaging.message.id, messaging.batch.message_count]",
                        process().without("messaging.message.id")),
                Arguments.of(Rule.LINK, "messaging.send.client needs a link", sendWithoutLink()),
                Arguments.of(
                        Rule.UNKNOWN, "messaging.sqs.receive_count", process().with("messaging.sqs.receive_count", 2L)),
                Arguments.of(Rule.DEPRECATED, "db.system is now db.system.name", query().with("db.system", "dynamodb")),
                Arguments.of(
                        Rule.TYPE,
                        "messaging.batch.message_count is no int",
                        send().with("messaging.batch.message_count", "3")),
                Arguments.of(
                        Rule.TYPE,
                        "aws.dynamodb.table_names is no string[]",
                        query().with("aws.dynamodb.table_names", "orders")),
                Arguments.of(
                        Rule.VALUE,
                        "messaging.system has no value aws.sqs",
                        process().with("messaging.system", "aws.sqs")),
                Arguments.of(Rule.ERROR, "the status is ERROR without error.type", query().error()),
                Arguments.of(
                        Rule.ERROR,
                        "SERVER with HTTP status 503 is no ERROR",
                        server().with("http.response.status_code", 503L)),
                Arguments.of(
                        Rule.ERROR,
                        "CLIENT with HTTP status 503 is no ERROR",
                        client().with("http.response.status_code", 503L)),
                Arguments.of(Rule.TIME, "ends before it starts", redis().times(2, 1)));
    }

    @Test
    void shouldCountEachKindOnce_whenManySpansViolateIt() {
        ViolationLog log = new ViolationLog(conventions);
        Span broken = query().with("db.system", "dynamodb").build();

        log.add(List.of(broken, redis().build(), broken));

        ViolationLog.Report report = log.report();
        assertThat(report.checked()).isEqualTo(3);
        assertThat(report.violations()).isEqualTo(2);
        assertThat(report.findings())
                .containsExactly(new ViolationLog.Finding(
                        "order-service",
                        "Query orders",
                        "DEPRECATED",
                        "db.system is now db.system.name",
                        2,
                        broken.traceId()));
        log.clear();
        assertThat(log.report().checked()).isZero();
    }

    private static TestSpan create() {
        return messaging("create", "order-events", "PRODUCER", "aws.sns").with("cloudevents.event_id", "1");
    }

    private static TestSpan send() {
        return sendWithoutLink().link("4bf92f3577b34da6a3ce929d0e0e4736", "11f067aa0ba902b8");
    }

    private static TestSpan sendWithoutLink() {
        return messaging("send", "order-events", "CLIENT", "aws.sns").with("messaging.batch.message_count", 3L);
    }

    private static TestSpan process() {
        return messaging("process", "catalog-orders", "CONSUMER", "aws_sqs").with("messaging.message.id", "m1");
    }

    private static TestSpan messaging(String operation, String destination, String kind, String system) {
        return TestSpan.of(operation + " " + destination, kind)
                .with("messaging.system", system)
                .with("messaging.operation.name", operation)
                .with("messaging.operation.type", operation)
                .with("messaging.destination.name", destination);
    }

    private static TestSpan query() {
        return TestSpan.of("Query orders", "CLIENT")
                .with("db.system.name", "aws.dynamodb")
                .with("db.operation.name", "Query")
                .with("db.collection.name", "orders")
                .with("aws.dynamodb.table_names", List.of("orders"));
    }

    private static TestSpan redis() {
        return TestSpan.of("EVALSHA", "CLIENT").with("db.system.name", "redis").with("db.operation.name", "EVALSHA");
    }

    private static TestSpan server() {
        return TestSpan.of("POST /api/orders", "SERVER")
                .with("http.request.method", "POST")
                .with("url.scheme", "http")
                .with("url.path", "/api/orders")
                .with("http.response.status_code", 202L);
    }

    private static TestSpan client() {
        return TestSpan.of("POST /charges", "CLIENT")
                .with("http.request.method", "POST")
                .with("url.full", "http://pay.example/charges")
                .with("server.address", "pay.example")
                .with("server.port", 80L)
                .with("http.response.status_code", 200L);
    }

    private static TestSpan invocation() {
        return TestSpan.of("orders-events", "SERVER")
                .with("faas.trigger", "pubsub")
                .with("faas.invocation_id", "1")
                .with("faas.coldstart", true);
    }
}
