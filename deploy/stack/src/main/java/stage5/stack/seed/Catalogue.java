package stage5.stack.seed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Generates the shop's catalogue: the same products from the same seed on every machine. */
public final class Catalogue {

    /** The seed of the catalogue from which {@code ./stage5 up} fills the shop. */
    public static final long SEED = 5;

    private static final int PRODUCTS_PER_CATEGORY = 84;
    private static final int LEAST_STOCK = 500;
    private static final int MOST_STOCK = 5000;

    private final Random random;

    private Catalogue(long seed) {
        this.random = new Random(seed); // java.util.Random's algorithm is part of its specification
    }

    /** Returns the products of all categories. */
    public static List<SeedProduct> of(long seed) {
        Catalogue catalogue = new Catalogue(seed);
        return Vocabulary.load().stream()
                .flatMap(words -> catalogue.products(words).stream())
                .toList();
    }

    /**
     * Returns that many products of the catalogue, spread evenly over all categories.
     *
     * @throws IllegalArgumentException if the catalogue has fewer
     */
    public static List<SeedProduct> sample(int count) {
        List<SeedProduct> all = of(SEED);
        if (count < 0 || count > all.size()) {
            throw new IllegalArgumentException("The catalogue has 0 to %d products".formatted(all.size()));
        }
        return IntStream.range(0, count)
                .mapToObj(i -> all.get(i * all.size() / count))
                .toList();
    }

    private List<SeedProduct> products(Vocabulary words) {
        List<Design> designs = designs(words);
        Collections.shuffle(designs, random);
        List<SeedProduct> products = new ArrayList<>();
        for (Design design : designs.subList(0, PRODUCTS_PER_CATEGORY)) {
            products.add(new SeedProduct(
                    "%s-%04d".formatted(words.code(), 1001 + products.size()),
                    "%s %s, %s".formatted(design.maker(), design.kind().name(), design.variant()),
                    words.category(),
                    "%s, %s.".formatted(design.kind().is(), oneOf(words.endings())),
                    price(design.kind()),
                    LEAST_STOCK + random.nextInt(MOST_STOCK - LEAST_STOCK + 1)));
        }
        return products;
    }

    private record Design(String maker, Vocabulary.Kind kind, String variant) {}

    private static List<Design> designs(Vocabulary words) {
        List<Design> designs = new ArrayList<>();
        for (Vocabulary.Kind kind : words.kinds()) {
            for (String maker : words.makers()) {
                kind.variants().forEach(variant -> designs.add(new Design(maker, kind, variant)));
            }
        }
        return designs;
    }

    /** Returns a price in cents that ends in 90. Squaring the random share makes low prices more frequent. */
    private long price(Vocabulary.Kind kind) {
        double share = random.nextDouble();
        long euros = kind.from() + (long) (share * share * (kind.to() - kind.from()));
        return euros * 100 - 10;
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
