package stage5.load.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import stage5.load.ordercost.CostKind;
import stage5.load.ordercost.OrderCost;
import stage5.load.ordercost.OrderCostRow;

class ScaleTextTests {

    private static final OrderCost COST = new OrderCost(
            10,
            List.of(
                    row(CostKind.WRITE_UNITS, "orders", 12),
                    row(CostKind.WRITE_UNITS, "catalog", 10),
                    row(CostKind.DELIVERIES, "order-views", 2),
                    row(CostKind.DELIVERIES, "catalog-orders", 2),
                    row(CostKind.REDIS_COMMANDS, "evalsha", 3)));

    @Test
    void shouldMarkWhatIsOverALimit_whenARateIsTooHigh() {
        String text = ScaleText.of(
                new KeyProjection(List.of(new KeyUsage("catalog", null, "stock/A", 0, 40, 20)), 10, 5),
                COST,
                List.of(50.0, 5_000.0),
                10_000,
                Map.of(KeyClasses.STOCK_BUCKETS, 1));

        assertThat(text)
                .containsPattern("stock of a product +catalog +4\\.00 +20/0 +! 2,043/0 +each order of the product");
        assertThat(text).containsPattern("write units/s of the busiest table.* 40,000 +600 +! 60,000\n.*ServiceQuotas");
        assertThat(text).containsPattern("API Gateway.* 10,000 +50 +5,000\n.*https://docs.aws");
        assertThat(text).containsPattern("Redis: commands/s.* none +150 +15,000");
    }

    @Test
    void shouldNameItsSource_whenAQuotaIsStated() {
        assertThat(Quota.ALL)
                .allSatisfy(quota -> assertThat(quota.source()).startsWith("https://docs.aws.amazon.com/"));
    }

    private static OrderCostRow row(CostKind kind, String name, double perOrder) {
        return new OrderCostRow(kind.label(), "service", name, kind.unit(), perOrder * 10, perOrder);
    }
}
