package stage5.load.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import stage5.load.compare.Invocation;
import stage5.load.compare.ProcessUsage;
import stage5.load.generator.LoadException;
import stage5.stack.Component;

/** Tests with a server that answers FilterLogEvents with one event a page. */
class CloudLogsTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Instant FROM = Instant.parse("2026-01-01T10:00:00Z");
    private static final Instant TO = FROM.plus(Duration.ofMinutes(5));
    private static final URI GATEWAY = URI.create("https://shop.example");
    private static final AwsShop FUNCTIONS = new AwsShop("lambda", GATEWAY, Map.of());
    private static final AwsShop TASKS = new AwsShop(
            "fargate", GATEWAY, Map.of(Component.ORDER, "cluster-order", Component.GATEWAY, "cluster-gateway"));

    private final Map<String, List<Event>> groups = new ConcurrentHashMap<>();
    private final List<JsonNode> requests = new ArrayList<>();
    private HttpServer server;
    private CloudWatchLogsClient client;
    private CloudLogs logs;

    private record Event(Instant at, String message) {}

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        client = CloudWatchLogsClient.builder()
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(UrlConnectionHttpClient.builder())
                .build();
        logs = new CloudLogs(client);
    }

    @AfterEach
    void stop() {
        client.close();
        server.stop(0);
    }

    @Test
    void shouldCollectTheReportsOfAllFunctions_whenThereAreSeveralPages() {
        groups.put(
                "/aws/lambda/order-http",
                List.of(report(FROM.plusSeconds(1), 10, null), report(FROM.plusSeconds(2), 20, 900.0)));
        groups.put("/aws/lambda/gateway-http", List.of(report(FROM.plusSeconds(3), 30, null)));

        List<Invocation> invocations = logs.invocations(FUNCTIONS, FROM, TO);

        assertThat(invocations)
                .extracting(Invocation::function)
                .containsExactlyInAnyOrder("order-http", "order-http", "gateway-http");
        assertThat(invocations).extracting(Invocation::billedMillis).containsExactlyInAnyOrder(10L, 20L, 30L);
        assertThat(invocations).extracting(Invocation::initMillis).containsOnlyOnce(900.0);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.path("startTime").asLong()).isEqualTo(FROM.toEpochMilli());
            assertThat(request.path("endTime").asLong()).isEqualTo(TO.toEpochMilli() - 1);
            assertThat(request.path("filterPattern").asText()).isEqualTo("{ $.type = \"platform.report\" }");
        });
    }

    @Test
    void shouldFail_whenNoFunctionHasALogGroup() {
        assertThatThrownBy(() -> logs.invocations(FUNCTIONS, FROM, TO))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("no function has a log group");
    }

    /** Two tasks with half a vCPU each use one CPU second a second. */
    @Test
    void shouldAddTasksAndAverageMinutes_whenAServiceHasSeveralTasks() {
        List<Event> orders = new ArrayList<>();
        List<Event> gateway = new ArrayList<>();
        for (int minute = 2; minute < 5; minute++) {
            Instant at = FROM.plus(Duration.ofMinutes(minute));
            orders.add(new Event(at, task("order-service", at, 512, 300)));
            orders.add(new Event(at, task("order-service", at.plusSeconds(9), 512, 200 + minute)));
            gateway.add(new Event(at, task("gateway", at, 256, 100)));
            orders.add(new Event(at, task("another-order-service", at, 4096, 9000)));
        }
        groups.put("/aws/ecs/containerinsights/cluster-order/performance", orders);
        groups.put("/aws/ecs/containerinsights/cluster-gateway/performance", gateway);

        Map<Component, ProcessUsage> usage = logs.usage(TASKS, FROM, TO);

        assertThat(usage).containsOnlyKeys(Component.ORDER, Component.GATEWAY);
        assertThat(usage.get(Component.ORDER).cpuSeconds()).isEqualTo(300, within(1e-9));
        assertThat(usage.get(Component.ORDER).residentMiB()).isEqualTo(503, within(1e-9));
        assertThat(usage.get(Component.ORDER).peakMiB()).isEqualTo(504, within(1e-9));
        assertThat(usage.get(Component.GATEWAY).cpuSeconds()).isEqualTo(75, within(1e-9));
        assertThat(requests).first().satisfies(request -> assertThat(
                        request.path("startTime").asLong())
                .isEqualTo(FROM.plus(Duration.ofMinutes(1)).toEpochMilli()));
    }

    @Test
    void shouldFail_whenTheRunIsTooShortForAMinute() {
        groups.put("/aws/ecs/containerinsights/cluster-order/performance", List.of());
        groups.put("/aws/ecs/containerinsights/cluster-gateway/performance", List.of());

        assertThatThrownBy(() -> logs.usage(TASKS, FROM, TO)).hasMessageContaining("no whole minute");
    }

    private static Event report(Instant at, long billedMillis, Double initMillis) {
        ObjectNode event = JSON.createObjectNode().put("time", at.toString()).put("type", "platform.report");
        ObjectNode metrics = event.putObject("record").putObject("metrics");
        metrics.put("durationMs", 10.0)
                .put("billedDurationMs", billedMillis)
                .put("memorySizeMB", 1769)
                .put("maxMemoryUsedMB", 214);
        if (initMillis != null) {
            metrics.put("initDurationMs", initMillis);
        }
        return new Event(at, event.toString());
    }

    private static String task(String family, Instant at, double cpuUnits, long memoryMiB) {
        return JSON.createObjectNode()
                .put("Version", "0")
                .put("Type", "Task")
                .put("TaskDefinitionFamily", family)
                .put("ClusterName", "stage5")
                .put("Timestamp", at.toEpochMilli())
                .put("CpuUtilized", cpuUnits)
                .put("CpuReserved", 1024.0)
                .put("MemoryUtilized", memoryMiB)
                .put("MemoryReserved", 2048)
                .toString();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            JsonNode request = JSON.readTree(exchange.getRequestBody());
            assertThat(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .isEqualTo("Logs_20140328.FilterLogEvents");
            requests.add(request);
            List<Event> events = groups.get(request.path("logGroupName").asText());
            byte[] body = JSON.writeValueAsBytes(events == null ? missing() : page(events, request));
            exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
            exchange.sendResponseHeaders(events == null ? 400 : 200, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ObjectNode missing() {
        return JSON.createObjectNode()
                .put("__type", "ResourceNotFoundException")
                .put("message", "The specified log group does not exist.");
    }

    private static ObjectNode page(List<Event> events, JsonNode request) {
        int number = request.path("nextToken").asInt(0);
        ObjectNode page = JSON.createObjectNode();
        if (number < events.size()) {
            page.putArray("events")
                    .addObject()
                    .put("timestamp", events.get(number).at().toEpochMilli())
                    .put("message", events.get(number).message());
        }
        if (number + 1 < events.size()) {
            page.put("nextToken", Integer.toString(number + 1));
        }
        return page;
    }
}
