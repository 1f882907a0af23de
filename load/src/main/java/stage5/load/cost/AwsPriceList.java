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

/** AWS's prices in one Region at one time. A version never changes. */
public final class AwsPriceList {

    private static final ObjectReader YAML = YAMLMapper.builder()
            .addModule(new JavaTimeModule())
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build()
            .readerFor(PriceFile.class);

    private final String region;
    private final String version;
    private final SequencedMap<String, UnitPrice> prices = new LinkedHashMap<>();

    private AwsPriceList(PriceFile file) {
        if (!"USD".equals(file.currency())) {
            throw new IllegalArgumentException("Prices must be in USD, not in " + file.currency());
        }
        region = file.region();
        version = file.version();
        for (PriceFile.PriceEntry entry : file.prices()) {
            if (prices.put(entry.name(), entry.price()) != null) {
                throw new IllegalArgumentException("Two prices are called " + entry.name());
            }
        }
    }

    /** Returns the newest built-in list; throws {@link UncheckedIOException} if it cannot be read. */
    public static AwsPriceList newest() {
        try (InputStream file = AwsPriceList.class.getResourceAsStream("prices-us-east-1-2026-11.yaml")) {
            return read(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The prices cannot be read", e);
        }
    }

    /**
     * Reads a list.
     *
     * @throws IOException if it cannot be read, or if a price lacks a field or has tiers out of order
     */
    static AwsPriceList read(InputStream file) throws IOException {
        return new AwsPriceList(YAML.readValue(file));
    }

    /** Returns the price of that name; throws {@link NoSuchElementException} if there is none. */
    public UnitPrice price(String name) {
        UnitPrice price = prices.get(name);
        if (price == null) {
            throw new NoSuchElementException("The prices of %s have no %s".formatted(version, name));
        }
        return price;
    }

    /** Returns all prices in the order of the file. */
    public List<UnitPrice> all() {
        return List.copyOf(prices.values());
    }

    public String region() {
        return region;
    }

    public String version() {
        return version;
    }

    /** The structure of the file: a price has either one amount or a list of tiers. */
    private record PriceFile(String region, String version, String currency, List<PriceEntry> prices) {

        private record PriceEntry(
                String name,
                BillingUnit unit,
                BigDecimal usd,
                List<UnitPrice.Tier> tiers,
                URI source,
                LocalDate date,
                String seen,
                String note) {

            UnitPrice price() {
                Map<String, Object> required = new LinkedHashMap<>();
                required.put("name", name);
                required.put("unit", unit);
                required.put("source", source);
                required.put("date", date);
                required.put("seen", seen);
                required.forEach((field, value) -> {
                    if (value == null || value.toString().isBlank()) {
                        throw new IllegalArgumentException("The price %s has no %s".formatted(name, field));
                    }
                });
                if ((usd == null) == (tiers == null)) {
                    throw new IllegalArgumentException("The price %s needs either usd or tiers".formatted(name));
                }
                List<UnitPrice.Tier> steps = usd == null ? tiers : List.of(new UnitPrice.Tier(null, usd));
                check(steps);
                return new UnitPrice(name, unit, steps, source, date, seen, note);
            }

            private void check(List<UnitPrice.Tier> steps) {
                BigDecimal below = BigDecimal.ZERO;
                for (int i = 0; i < steps.size(); i++) {
                    UnitPrice.Tier step = steps.get(i);
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
