package stage5.cdk.spending;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import stage5.aws.price.MonthlyPrices;
import stage5.cdk.config.DeploymentEnvironment;
import stage5.cdk.config.Form;
import stage5.cdk.config.SpendingSettings;
import stage5.stack.Project;

/**
 * The projected bill for the spans of a month, as <a
 * href="https://aws.amazon.com/cloudwatch/pricing/">Transaction Search</a> charges their bytes. Indexing is not in it.
 *
 * @param kilobytesAnOrder of OTLP, if all spans are kept
 * @param keptShare of the orders whose spans are stored, 0 to 1
 * @param usdAGigabyte the price of 2^30 bytes
 * @param limitUsd the largest bill that the environment allows
 */
public record SpanBill(
        String environment,
        long ordersAMonth,
        double kilobytesAnOrder,
        double keptShare,
        double usdAGigabyte,
        double limitUsd) {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final String VOLUME = "span-volume.yaml";
    private static final String PRICE = "cloudwatch.spans";
    private static final double KILOBYTE = 1000;
    private static final double GIGABYTE = 1L << 30;
    private static final double PERCENT = 100;

    /** Returns the bill at the environment's settings. A trace has the volume of the larger form if services differ in form. */
    public static SpanBill of(DeploymentEnvironment environment) {
        SpendingSettings spending = environment.account().spending();
        SpendingSettings.Spans spans = spending.spans();
        double sampled = environment.observability().tracedShareOfOrders();
        boolean tasks = environment.compute().samplesInCollectors();
        return new SpanBill(
                environment.name(),
                spans.ordersAMonth(),
                volume().required((tasks ? Form.FARGATE : Form.LAMBDA).toString())
                        .asDouble(),
                tasks ? sampled + (1 - sampled) * spans.unusualPercent() / PERCENT : sampled,
                price(),
                spending.monthlyUsd() * spans.budgetPercent() / PERCENT);
    }

    /** Returns the bytes that are stored, in units of 2^30. */
    public double gigabytes() {
        return ordersAMonth * kilobytesAnOrder * KILOBYTE * keptShare / GIGABYTE;
    }

    /** Returns the bill in US dollars. */
    public double usd() {
        return gigabytes() * usdAGigabyte;
    }

    /** Throws {@link IllegalStateException} if the bill exceeds the limit. */
    void requireWithinBudget() {
        if (usd() > limitUsd) {
            throw new IllegalStateException(
                    ("The spans cost more than the budget allows: %s. Lower observability.tracedShare,"
                                    + " or raise account.spending.spans.budgetPercent.")
                            .formatted(this));
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %d orders a month x %.1f KB x %.1f %% kept = %.1f GB, x %.2f USD = %.2f USD of at most %.2f USD",
                environment,
                ordersAMonth,
                kilobytesAnOrder,
                keptShare * PERCENT,
                gigabytes(),
                usdAGigabyte,
                usd(),
                limitUsd);
    }

    private static double price() {
        try {
            return MonthlyPrices.of(Project.locate())
                    .ofUnit(PRICE)
                    .orElseThrow()
                    .doubleValue();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the price file", e);
        }
    }

    private static JsonNode volume() {
        try (InputStream file = SpanBill.class.getResourceAsStream(VOLUME)) {
            return YAML.readTree(file).path("kilobytesAnOrder");
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read " + VOLUME, e);
        }
    }
}
