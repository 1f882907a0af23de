package stage5.load.compare;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stage5.stack.Component;
import stage5.stack.Ports;
import stage5.stack.Project;
import stage5.stack.Stack;

class ConsumptionMeterTests {

    private static final int CONSOLE = 11;

    @TempDir
    private Path root;

    private HttpServer server;
    private String counts;
    private Stack stack;

    @BeforeEach
    void count() throws Exception {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
        server.createContext("/meter", exchange -> {
            try (exchange) {
                byte[] body = counts.getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            }
        });
        server.start();
        stack = new Stack(new Project(root), new Ports(server.getAddress().getPort() - CONSOLE));
        Files.createDirectories(stack.log(Component.ORDER).getParent());
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldReturnTheConsumptionOfEachService_whenItReadsTwice() throws Exception {
        try (LocalCloudConsole console = new LocalCloudConsole(stack.ports())) {
            ConsumptionMeter meter = new ConsumptionMeter(stack, console);
            counts = """
                    {"writeUnits": {"orders": 10}, "spanBytes": {"another-service": 5}}""";
            Files.writeString(stack.log(Component.ORDER), "warm-up\n");
            ConsumptionMeter.Reading before = meter.read();

            counts = """
                    {"writeUnits": {"orders": 12.5, "order-view": 4, "catalog": 1}, "deliveries": {"order-saga": 3},
                     "dynamodbCalls": {"orders PutItem": 2, "catalog+orders TransactWriteItems": 3},
                     "sqsCalls": {"order-saga ReceiveMessage": 7}, "snsCalls": {"order-events PublishBatch": 1},
                     "publishes": {"order-events": 2}, "spanBytes": {"order-service": 900, "another-service": 50}}""";
            Files.writeString(stack.log(Component.ORDER), "warm-up\nan order\n");
            Map<Metric, Map<Component, Double>> consumed = meter.read().since(before);

            assertThat(consumed.get(Metric.WRITE_UNITS))
                    .isEqualTo(Map.of(Component.ORDER, 6.5, Component.CATALOG, 1.0));
            assertThat(consumed.get(Metric.DELIVERIES)).isEqualTo(Map.of(Component.ORDER, 3.0));
            assertThat(consumed.get(Metric.PUBLISHES)).isEqualTo(Map.of(Component.ORDER, 2.0));
            assertThat(consumed.get(Metric.DYNAMODB_CALLS))
                    .isEqualTo(Map.of(Component.ORDER, 2.0, Component.CATALOG, 3.0));
            assertThat(consumed.get(Metric.SQS_CALLS)).isEqualTo(Map.of(Component.ORDER, 7.0));
            assertThat(consumed.get(Metric.SNS_CALLS)).isEqualTo(Map.of(Component.ORDER, 1.0));
            assertThat(consumed.get(Metric.SPAN_BYTES)).isEqualTo(Map.of(Component.ORDER, 900.0));
            assertThat(consumed.get(Metric.LOG_BYTES))
                    .containsEntry(Component.ORDER, (double) "an order\n".length())
                    .containsEntry(Component.GATEWAY, 0.0);
        }
    }
}
