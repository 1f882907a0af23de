package stage5.stack.seed;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Makes up the shop's catalogue: the same products from the same seed, on every machine. */
public final class Catalogue {

    /** The seed of the catalogue that {@code ./stage5 up} fills the shop with. */
    public static final long SEED = 5;

    private static final int PRODUCTS_PER_CATEGORY = 84;
    private static final int LEAST_STOCK = 500;
    private static final int MOST_STOCK = 5000;

    private final Random random;

    private Catalogue(long seed) {
        this.random = new Random(seed); // its algorithm is fixed by its specification
    }

    /** Returns the products of all categories. */
    public static List<SeedProduct> of(long seed) {
        Catalogue catalogue = new Catalogue(seed);
        return Vocabulary.load().stream()
                .flatMap(words -> catalogue.products(words).stream())
                .toList();
    }

    private List<SeedProduct> products(Vocabulary words) {
        List<Idea> ideas = ideas(words);
        Collections.shuffle(ideas, random);
        List<SeedProduct> products = new ArrayList<>();
        for (Idea idea : ideas.subList(0, PRODUCTS_PER_CATEGORY)) {
            products.add(new SeedProduct(
                    "%s-%04d".formatted(words.code(), 1001 + products.size()),
                    "%s %s, %s".formatted(idea.maker(), idea.kind().name(), idea.variant()),
                    words.category(),
                    "%s, %s.".formatted(idea.kind().is(), oneOf(words.endings())),
                    price(idea.kind()),
                    LEAST_STOCK + random.nextInt(MOST_STOCK - LEAST_STOCK + 1)));
        }
        return products;
    }

    private record Idea(String maker, Vocabulary.Kind kind, String variant) {}

    private static List<Idea> ideas(Vocabulary words) {
        List<Idea> ideas = new ArrayList<>();
        for (Vocabulary.Kind kind : words.kinds()) {
            for (String maker : words.makers()) {
                kind.variants().forEach(variant -> ideas.add(new Idea(maker, kind, variant)));
            }
        }
        return ideas;
    }

    /** Returns a price such as 49.90, nearer to the lower end more often than not, as on a real shelf. */
    private long price(Vocabulary.Kind kind) {
        double share = random.nextDouble();
        long euros = kind.from() + (long) (share * share * (kind.to() - kind.from()));
        return euros * 100 - 10;
    }

    private String oneOf(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
