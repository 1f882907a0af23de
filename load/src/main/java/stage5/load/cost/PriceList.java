package stage5.load.cost;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.SequencedMap;

/** The prices of a Region as they were at a time. A version of it never changes. */
public final class PriceList {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(PriceFile.class);

    private final String region;
    private final String version;
    private final SequencedMap<String, Price> prices = new LinkedHashMap<>();

    private PriceList(PriceFile file) {
        if (!"USD".equals(file.currency())) {
            throw new IllegalArgumentException("Prices are in USD, not in " + file.currency());
        }
        region = file.region();
        version = file.version();
        for (PriceFile.Entry entry : file.prices()) {
            if (prices.put(entry.name(), entry.price()) != null) {
                throw new IllegalArgumentException("Two prices are called " + entry.name());
            }
        }
    }

    /** Returns the newest list that this program has; throws {@link UncheckedIOException} if it can't be read. */
    public static PriceList newest() {
        try (InputStream file = PriceList.class.getResourceAsStream("prices-us-east-1-2026-11.yaml")) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The prices can't be read", e);
        }
    }

    /**
     * Returns the list in that file.
     *
     * @throws IOException if it can't be read, or if a price has no unit, no source, no date, or tiers out of order
     */
    static PriceList read(InputStream file) throws IOException {
        return new PriceList(YAML.readValue(file));
    }

    /** Returns that price; throws {@link NoSuchElementException} if the list doesn't have it. */
    public Price price(String name) {
        Price price = prices.get(name);
        if (price == null) {
            throw new NoSuchElementException("The prices of %s have no %s".formatted(version, name));
        }
        return price;
    }

    /** Returns all prices, in the file's order. */
    public List<Price> all() {
        return List.copyOf(prices.values());
    }

    public String region() {
        return region;
    }

    public String version() {
        return version;
    }

    /** The file as it is written: a price is either one figure or a list of tiers. */
    private record PriceFile(String region, String version, String currency, List<Entry> prices) {

        private record Entry(
                String name,
                Unit unit,
                BigDecimal usd,
                List<Price.Tier> tiers,
                URI source,
                LocalDate date,
                String seen,
                String note) {

            Price price() {
                Map<String, Object> needed = new LinkedHashMap<>();
                needed.put("name", name);
                needed.put("unit", unit);
                needed.put("source", source);
                needed.put("date", date);
                needed.put("seen", seen);
                needed.forEach((field, value) -> {
                    if (value == null || value.toString().isBlank()) {
                        throw new IllegalArgumentException("The price %s has no %s".formatted(name, field));
                    }
                });
                if ((usd == null) == (tiers == null)) {
                    throw new IllegalArgumentException("The price %s needs either usd or tiers".formatted(name));
                }
                List<Price.Tier> steps = usd == null ? tiers : List.of(new Price.Tier(null, usd));
                check(steps);
                return new Price(name, unit, steps, source, date, seen, note);
            }

            private void check(List<Price.Tier> steps) {
                BigDecimal below = BigDecimal.ZERO;
                for (int i = 0; i < steps.size(); i++) {
                    Price.Tier step = steps.get(i);
                    boolean last = i == steps.size() - 1;
                    if (last != (step.upTo() == null)) {
                        throw new IllegalArgumentException(
                                "The last tier of %s, and only that, has no limit".formatted(name));
                    }
                    if (!last && step.upTo().compareTo(below) <= 0) {
                        throw new IllegalArgumentException("The tiers of %s are out of order".formatted(name));
                    }
                    if (step.usd().signum() < 0) {
                        throw new IllegalArgumentException("The price %s is negative".formatted(name));
                    }
                    below = step.upTo();
                }
            }
        }
    }
}
