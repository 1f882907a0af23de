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
import java.util.Optional;
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
    private static final String REPORT = "REPORT RequestId: 1\tDuration: 10.00 ms\tBilled Duration: %d ms\t"
            + "Memory Size: 1769 MB\tMax Memory Used: 214 MB\t";

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
        AwsShop shop = new AwsShop("lambda", GATEWAY, Optional.empty(), "prod-");
        groups.put(
                "/aws/lambda/prod-order-http",
                List.of(
                        new Event(FROM.plusSeconds(1), REPORT.formatted(10)),
                        new Event(FROM.plusSeconds(2), REPORT.formatted(20) + "Init Duration: 900.00 ms\t")));
        groups.put("/aws/lambda/prod-gateway-http", List.of(new Event(FROM.plusSeconds(3), REPORT.formatted(30))));

        List<Invocation> invocations = logs.invocations(shop, FROM, TO);

        assertThat(invocations)
                .extracting(Invocation::function)
                .containsExactlyInAnyOrder("order-http", "order-http", "gateway-http");
        assertThat(invocations).extracting(Invocation::billedMillis).containsExactlyInAnyOrder(10L, 20L, 30L);
        assertThat(invocations).extracting(Invocation::initMillis).containsOnlyOnce(900.0);
        assertThat(requests).allSatisfy(request -> {
            assertThat(request.path("startTime").asLong()).isEqualTo(FROM.toEpochMilli());
            assertThat(request.path("endTime").asLong()).isEqualTo(TO.toEpochMilli() - 1);
        });
    }

    @Test
    void shouldFail_whenNoFunctionHasALogGroup() {
        AwsShop shop = new AwsShop("lambda", GATEWAY, Optional.empty(), "other-");

        assertThatThrownBy(() -> logs.invocations(shop, FROM, TO))
                .isInstanceOf(LoadException.class)
                .hasMessageContaining("other-");
    }

    /** Two tasks with half a vCPU each use one CPU second a second. */
    @Test
    void shouldAddTasksAndAverageMinutes_whenAServiceHasSeveralTasks() {
        AwsShop shop = new AwsShop("fargate", GATEWAY, Optional.of("stage5"), "");
        List<Event> events = new ArrayList<>();
        for (int minute = 2; minute < 5; minute++) {
            Instant at = FROM.plus(Duration.ofMinutes(minute));
            events.add(new Event(at, task("prod-order-service", at, 512, 300)));
            events.add(new Event(at, task("prod-order-service", at.plusSeconds(9), 512, 200 + minute)));
            events.add(new Event(at, task("prod-gateway", at, 256, 100)));
            events.add(new Event(at, task("another-family", at, 4096, 9000)));
        }
        groups.put("/aws/ecs/containerinsights/stage5/performance", events);

        Map<Component, ProcessUsage> usage = logs.usage(shop, FROM, TO);

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
        groups.put("/aws/ecs/containerinsights/stage5/performance", List.of());
        AwsShop shop = new AwsShop("fargate", GATEWAY, Optional.of("stage5"), "");

        assertThatThrownBy(() -> logs.usage(shop, FROM, TO)).hasMessageContaining("no whole minute");
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
