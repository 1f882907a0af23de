package stage5.aws.price;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import stage5.stack.Project;
import stage5.stack.StackException;

/** Prices, above all those of a month, from the price file of the load module. A month has 730 hours, as in AWS's own calculator. */
public final class MonthlyPrices {

    private static final Path FOLDER = Path.of("load", "src", "main", "resources", "stage5", "load", "cost");

    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);
    private static final BigDecimal SECONDS_AN_HOUR = BigDecimal.valueOf(3600);

    private final Map<String, JsonNode> prices = new HashMap<>();

    private MonthlyPrices(JsonNode file) {
        file.path("prices").forEach(price -> prices.put(price.path("name").asText(), price));
    }

    /** Returns the prices of the newest file; throws {@link StackException} if there is none. */
    public static MonthlyPrices of(Project project) throws IOException {
        Path folder = project.root().resolve(FOLDER);
        try (Stream<Path> files = Files.list(folder)) {
            Path newest = files.filter(file -> file.getFileName().toString().matches("prices-.*\\.yaml"))
                    .max(Comparator.naturalOrder())
                    .orElseThrow(() -> new StackException("There is no price file in " + folder));
            return new MonthlyPrices(new YAMLMapper().readTree(newest.toFile()));
        }
    }

    /**
     * Returns what one piece, vCPU or GB costs in US dollars if it exists for a month; empty if the file has no such price, or
     * one for use, such as requests.
     */
    public Optional<BigDecimal> ofMonth(String name) {
        return ofUnit(name).flatMap(usd -> switch (unit(name)) {
            case "month", "GB-month" -> Optional.of(usd);
            case "hour", "vCPU-hour", "GB-hour" -> Optional.of(usd.multiply(HOURS_A_MONTH));
            case "GB-second" -> Optional.of(usd.multiply(SECONDS_AN_HOUR).multiply(HOURS_A_MONTH));
            default -> Optional.empty();
        });
    }

    /** Returns whether the price is for each GB. */
    public boolean isForEachGb(String name) {
        return unit(name).startsWith("GB");
    }

    /**
     * Returns the price of the unit that the file states, in US dollars; empty if the file has no such price. The first tier
     * counts: what is idle doesn't reach the next one.
     */
    public Optional<BigDecimal> ofUnit(String name) {
        return Optional.ofNullable(prices.get(name))
                .map(price -> price.has("usd") ? price.path("usd") : price.at("/tiers/0/usd"))
                .map(usd -> new BigDecimal(usd.asText()));
    }

    private String unit(String name) {
        return prices.get(name).path("unit").asText();
    }
}
