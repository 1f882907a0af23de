package stage5.load;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.asLongAs;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.global;
import static io.gatling.javaapi.core.CoreDsl.group;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.pause;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.gatling.javaapi.http.HttpDsl.http;
import static io.gatling.javaapi.http.HttpDsl.status;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.PopulationBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import stage5.load.Preparation.Product;

/**
 * Visitors who browse and visitors who buy. Parameters, with their defaults: see {@link Load}. Arrivals are constant
 * and open; products are drawn by Zipf's law; everything drawn follows from the seed but for the idempotency keys, which
 * must be new in every run.
 */
public class ShopSimulation extends Simulation {

    private static final Duration THINKING = Duration.ofSeconds(1);
    private static final Duration LOOKING_AGAIN = Duration.ofMillis(100);
    private static final int MOST_LOOKS = 300;

    private final Settings settings = Settings.read();
    private final List<Product> products;
    private final List<String> categories;
    private final List<String> tokens;

    public ShopSimulation() {
        try (Preparation preparation = new Preparation(settings.target())) {
            products = preparation.products();
            categories = List.copyOf(Preparation.categories(products));
            tokens = settings.model().buyers() > 0 ? preparation.customers(settings.customers()) : List.of();
        }
        List<PopulationBuilder> visitors = new ArrayList<>();
        double buying = settings.rate() * settings.model().buyers();
        double browsing = settings.rate() - buying;
        if (browsing > 0) {
            visitors.add(scenario("browse")
                    .feed(visits(settings.seed()))
                    .exec(browse())
                    .injectOpen(constantUsersPerSec(browsing).during(settings.duration())));
        }
        if (buying > 0) {
            visitors.add(scenario("checkout")
                    .feed(visits(settings.seed() + 1))
                    .exec(checkout())
                    .injectOpen(constantUsersPerSec(buying).during(settings.duration())));
        }
        setUp(visitors)
                .protocols(http.baseUrl(settings.target().toString())
                        .acceptHeader("application/json")
                        .shareConnections())
                .assertions(global().failedRequests().percent().lte(1.0));
    }

    private ChainBuilder browse() {
        return exec(http("listing")
                        .get("/api/products?category=#{category}&sort=popularity")
                        .check(status().is(200)))
                .exec(pause(THINKING))
                .exec(http("search").get("/api/products?q=#{word}").check(status().is(200)))
                .exec(pause(THINKING))
                .exec(http("product page").get("/api/products/#{sku}").check(status().is(200)));
    }

    private ChainBuilder checkout() {
        return exec(http("place order")
                        .post("/api/orders")
                        .header("Authorization", "Bearer #{token}")
                        .header("Idempotency-Key", session -> UUID.randomUUID().toString())
                        .header("Content-Type", "application/json")
                        .body(StringBody(
                                "{\"lines\":[{\"sku\":\"#{sku}\",\"quantity\":1}],\"paymentToken\":\"tok_ok\"}"))
                        .check(status().is(202), jsonPath("$.id").saveAs("order")))
                .exitHereIfFailed()
                .exec(session -> session.set("status", "placed"))
                .exec(group("order until settled")
                        .on(asLongAs(session -> "placed".equals(session.getString("status")), "look")
                                .on(exec(pause(LOOKING_AGAIN))
                                        .exec(http("look at order")
                                                .get("/api/orders/#{order}")
                                                .header("Authorization", "Bearer #{token}")
                                                .check(
                                                        status().is(200),
                                                        jsonPath("$.status").saveAs("status")))
                                        .exec(session -> session.getInt("look") < MOST_LOOKS
                                                ? session
                                                : session.set("status", "hung").markAsFailed()))));
    }

    private Iterator<Map<String, Object>> visits(long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        Zipf byInterest = new Zipf(products.size());
        return Stream.generate(() -> {
                    Product product = products.get(byInterest.draw(random));
                    return Map.<String, Object>of(
                            "sku",
                            product.sku(),
                            "category",
                            categories.get(random.nextInt(categories.size())),
                            "word",
                            product.name().split(" ")[0],
                            "token",
                            tokens.isEmpty() ? "" : tokens.get(random.nextInt(tokens.size())));
                })
                .iterator();
    }
}
