package stage5.load.ordercost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Computes the cost of an order from two invented readings, before and after a run of twenty orders. */
class CostReadingTests {

    private static final Map<String, String> OWNERS = Map.of(
            "orders", "order-service",
            "order-view", "order-service",
            "catalog", "catalog-service",
            "order-events", "order-service",
            "order-saga", "order-service",
            "order-service", "order-service");

    @TempDir
    private Path folder;

    @Test
    void shouldReturnTheDifference_whenARunIsBetweenTwoReadings() throws IOException {
        CostReading consumed = run();

        assertThat(consumed.counts().get(CostKind.WRITE_UNITS)).isEqualTo(Map.of("orders", 200.0, "catalog", 160.0));
        assertThat(consumed.counts().get(CostKind.DYNAMODB_CALLS))
                .isEqualTo(Map.of(
                        "orders TransactWriteItems", 60.0, "catalog TransactWriteItems", 40.0, "orders Query", 20.0));
    }

    @Test
    void shouldLeaveOutTheMeasurementItself_whenRedisReportsItsCommands() throws IOException {
        assertThat(run().counts().get(CostKind.REDIS_COMMANDS)).isEqualTo(Map.of("evalsha", 40.0, "publish", 20.0));
    }

    @Test
    void shouldDivideByTheOrders_whenAPartOrAllPartsAreAskedFor() throws IOException {
        OrderCost cost = OrderCost.of(20, run(), OWNERS);

        assertThat(cost.perOrder(CostKind.DYNAMODB_CALLS)).isEqualTo(6);
        assertThat(cost.perOrder(CostKind.DYNAMODB_CALLS, "order-service")).isEqualTo(4);
        assertThat(cost.perOrder(CostKind.WRITE_UNITS, "catalog-service")).isEqualTo(8);
        assertThat(cost.perOrder(CostKind.SNS_CALLS)).isEqualTo(0.5);
        assertThat(cost.perOrder(CostKind.SQS_CALLS, "order-service")).isEqualTo(2);
        assertThat(cost.perOrder(CostKind.SPAN_BYTES, "order-service")).isEqualTo(900);
        assertThat(cost.perOrder(CostKind.SPAN_BYTES, OrderCost.OTHER)).isEqualTo(1);
        assertThat(cost.perOrder(CostKind.CPU, "cloud")).isEqualTo(20);
    }

    @Test
    void shouldAttributeACallToTheFirstTable_whenItHasSeveral() {
        CostReading consumed =
                new CostReading(Map.of(CostKind.DYNAMODB_CALLS, Map.of("catalog+orders TransactWriteItems", 2.0)));

        assertThat(OrderCost.of(1, consumed, OWNERS).perOrder(CostKind.DYNAMODB_CALLS, "catalog-service"))
                .isEqualTo(2);
    }

    @Test
    void shouldFail_whenNoOrderIsConfirmed() throws IOException {
        CostReading consumed = run();

        assertThatThrownBy(() -> OrderCost.of(0, consumed, OWNERS)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldReplaceTheFile_whenItIsWrittenAgain() throws IOException {
        OrderCost cost = OrderCost.of(20, run(), OWNERS);
        cost.write(folder);
        cost.write(folder);

        assertThat(Files.readAllLines(folder.resolve(OrderCost.FILE)))
                .hasSize(1 + cost.rows().size())
                .startsWith("kind,part,name,unit,amount,perOrder")
                .contains("write-units,catalog-service,catalog,1,160.0,8.0");
    }

    @Test
    void shouldNameEachServiceAndCall_whenFormatted() throws IOException {
        String text = OrderCostText.of(OrderCost.of(20, run(), OWNERS));

        assertThat(text).contains("20 orders").containsPattern("order-service +4\\.00 +10\\.00");
        assertThat(text).containsPattern("orders TransactWriteItems +3\\.00").contains("evalsha 2.00, publish 1.00");
        assertThat(text).containsPattern("the five services +13\\.00").containsPattern("\n  all +33\\.00");
    }

    @Test
    void shouldNameTheChildren_whenTheLocalCloudHasStartedThem() {
        assertThat(ProcessCpu.nameOf("/usr/bin/java -jar /x/zipkin.jar")).isEqualTo("zipkin");
        assertThat(ProcessCpu.nameOf("/tmp/redis-server-7 *:8095")).isEqualTo("redis");
        assertThat(ProcessCpu.nameOf("/bin/sh")).isEqualTo("other children of cloud");
        assertThat(ProcessCpu.isService("order-service")).isTrue();
        assertThat(ProcessCpu.isService("cloud")).isFalse();
    }

    private static CostReading run() throws IOException {
        return reading("after", Map.of("order-service", 760.0, "cloud", 1_400.0))
                .since(reading("before", Map.of("order-service", 500.0, "cloud", 1_000.0)));
    }

    private static CostReading reading(String name, Map<String, Double> cpuMillis) throws IOException {
        try (InputStream meter = CostReadingTests.class.getResourceAsStream("meter-" + name + ".json");
                InputStream commands = CostReadingTests.class.getResourceAsStream("commandstats-" + name + ".txt")) {
            JsonNode json = new ObjectMapper().readTree(meter);
            return CostReading.of(json, new String(commands.readAllBytes(), StandardCharsets.UTF_8), cpuMillis);
        }
    }
}
