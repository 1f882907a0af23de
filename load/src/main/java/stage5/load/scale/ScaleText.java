package stage5.load.scale;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import stage5.load.ordercost.OrderCost;

/** Formats a projection for a terminal. */
public final class ScaleText {

    private static final int HOTTEST = 12;

    private final StringBuilder text = new StringBuilder();
    private final List<Double> rates;

    private ScaleText(List<Double> rates) {
        this.rates = rates;
    }

    /**
     * Returns the text.
     *
     * @param shards the values of properties that set a number of shards
     */
    public static String of(
            KeyProjection projection, OrderCost cost, List<Double> rates, int products, Map<String, Integer> shards) {
        ScaleText text = new ScaleText(rates);
        text.keys(projection, products, shards);
        text.quotas(cost);
        return text.text.toString();
    }

    private void keys(KeyProjection projection, int products, Map<String, Integer> shards) {
        line(
                "%nHottest key of each class, in write/read units a second, from %d orders (%d products, Zipf)%n",
                projection.orders(), products);
        line("A key takes at most 1,000 write units and 3,000 read units a second; ! marks more.%n");
        line("https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/bp-partition-key-design.html%n%n");
        line("  %-26s %-28s %10s", "class", "table or index", "WU/order");
        rates.forEach(rate -> line(" %16s", String.format(Locale.ROOT, "%,.0f/s", rate)));
        line("%n");
        List<KeyProjection.HottestKey> order = projection.at(demand(rates.getLast(), products, shards));
        for (KeyProjection.HottestKey hottest : order.stream().limit(HOTTEST).toList()) {
            line("  %-26s %-28s %10.2f", hottest.keyClass(), hottest.place(), hottest.writesPerOrder());
            for (double rate : rates) {
                KeyProjection.HottestKey at = projection.at(demand(rate, products, shards)).stream()
                        .filter(key -> key.keyClass().equals(hottest.keyClass())
                                && key.place().equals(hottest.place()))
                        .findFirst()
                        .orElseThrow();
                line(
                        " %16s",
                        String.format(
                                Locale.ROOT,
                                "%s%,.0f/%,.0f",
                                at.isOverLimit() ? "! " : "",
                                at.writeUnits(),
                                at.readUnits()));
            }
            line("  %s%n", hottest.growth());
        }
    }

    private static Growth.Demand demand(double rate, int products, Map<String, Integer> shards) {
        return new Growth.Demand(rate, products, shards);
    }

    private void quotas(OrderCost cost) {
        line("%nDefault quotas of AWS in us-east-1, and what the rates need; ! marks more%n%n");
        line("  %-70s %10s", "", "quota");
        rates.forEach(rate -> line(" %12s", String.format(Locale.ROOT, "%,.0f/s", rate)));
        line("%n");
        for (Quota quota : Quota.ALL) {
            line(
                    "  %-70s %10s",
                    quota.what(),
                    Double.isNaN(quota.limit()) ? "none" : String.format(Locale.ROOT, "%,.0f", quota.limit()));
            rates.forEach(rate -> line(
                    " %12s",
                    String.format(
                            Locale.ROOT, "%s%,.0f", quota.isExceeded(cost, rate) ? "! " : "", quota.need(cost, rate))));
            line("%n    %s%n", quota.source());
        }
    }

    private void line(String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values));
    }
}
