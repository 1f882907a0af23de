package stage5.aws.leftovers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import stage5.stack.Project;
import stage5.stack.StackException;

/** Monthly prices of resources without traffic, from the price file of the load module. */
public final class MonthlyPrices {

    private static final Path FOLDER = Path.of("load", "src", "main", "resources", "stage5", "load", "cost");

    private static final BigDecimal HOURS_A_MONTH = BigDecimal.valueOf(730);

    /** The price of each kind of resource: the name in the price file, by the service and the type in an ARN. */
    private static final Map<String, String> NAMES = Map.of(
            "elasticloadbalancing:loadbalancer", "alb.hours",
            "ec2:vpc-endpoint", "vpc.interface-endpoint",
            "dynamodb:table", "dynamodb.storage");

    private static final String UNKNOWN = "no price in the file";

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

    /** Returns the price of the resource as text, such as {@code $16.43 a month} or {@code $0.25 a GB and month}. */
    String of(Leftover leftover) {
        JsonNode price = prices.get(NAMES.getOrDefault(leftover.kind(), ""));
        if (price == null) {
            return UNKNOWN;
        }
        JsonNode usd = price.has("usd") ? price.path("usd") : price.at("/tiers/0/usd");
        BigDecimal amount = new BigDecimal(usd.asText());
        String unit = price.path("unit").asText();
        return unit.endsWith("hour")
                ? "$%s a month".formatted(amount.multiply(HOURS_A_MONTH).setScale(2, RoundingMode.HALF_UP))
                : "$%s a %s".formatted(amount.toPlainString(), unit.replace("-month", " and month"));
    }
}
