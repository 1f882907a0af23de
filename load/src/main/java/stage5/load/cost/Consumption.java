package stage5.load.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.function.Function;

/**
 * What a page and an order use besides compute, in whichever form: see {@code consumption.yaml}.
 *
 * @param page by request that isn't an order
 * @param order by order, until it is settled and everything that follows from it has happened
 */
public record Consumption(Use page, Use order) {

    /**
     * @param messages published to SNS
     * @param deliveries messages that reach a queue
     * @param readUnits DynamoDB's
     * @param writeUnits DynamoDB's
     * @param logBytes ingested by CloudWatch Logs
     * @param spanBytes of OpenTelemetry spans, as OTLP
     * @param traces that begin
     */
    public record Use(
            Assumption messages,
            Assumption deliveries,
            Assumption readUnits,
            Assumption writeUnits,
            Assumption logBytes,
            Assumption spanBytes,
            Assumption traces) {}

    /** Returns the one in the file; throws {@link UncheckedIOException} if a figure is missing or has no reason. */
    public static Consumption load() {
        try (InputStream file = Consumption.class.getResourceAsStream("consumption.yaml")) {
            return YAMLMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
                    .build()
                    .readValue(file, Consumption.class);
        } catch (IOException e) {
            throw new UncheckedIOException("What a request uses can't be read", e);
        }
    }

    /** Returns how much of it so many requests use, of which that many are orders. */
    BigDecimal of(Function<Use, Assumption> what, BigDecimal requests, BigDecimal orders) {
        BigDecimal pages = requests.subtract(orders).max(BigDecimal.ZERO);
        return pages.multiply(what.apply(page).value(), MathContext.DECIMAL64)
                .add(orders.multiply(what.apply(order).value(), MathContext.DECIMAL64), MathContext.DECIMAL64);
    }
}
