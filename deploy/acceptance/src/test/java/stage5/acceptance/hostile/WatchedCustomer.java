package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;
import stage5.acceptance.client.ApiResponse;
import stage5.acceptance.client.TestCustomer;

/** A customer who orders, reads and now and then logs in, one request after the other, and takes the times. */
final class WatchedCustomer {

    /** An account has at most 100 sessions. */
    private static final int ROUNDS_PER_LOG_IN = 5;

    private static final int SLOWEST = 5;

    private final ApiClient shop = ShopUnderTest.gateway();
    private final boolean logsIn;
    private TestCustomer customer = TestCustomer.signUp(shop);

    /**
     * Signs up a new customer.
     *
     * @param logsIn whether the customer logs in while shopping
     */
    WatchedCustomer(boolean logsIn) {
        this.logsIn = logsIn;
    }

    /**
     * A request with the usual response.
     *
     * @param time from its start to the end of the response
     */
    record Timed(String request, Duration time) {}

    /**
     * What the customer experienced.
     *
     * @param usual the requests whose response had the usual status
     * @param faults the other responses
     */
    record Experience(List<Timed> usual, List<String> faults) {

        Experience() {
            this(new ArrayList<>(), new ArrayList<>());
        }

        private ApiResponse add(int status, Supplier<ApiResponse> request) {
            long start = System.nanoTime();
            ApiResponse response = request.get();
            Duration time = Duration.ofNanos(System.nanoTime() - start);
            if (response.status() == status) {
                usual.add(new Timed(response.request(), time));
            } else {
                faults.add("%s: %d %s".formatted(response.request(), response.status(), response.text()));
            }
            return response;
        }

        /** Asserts that 99 of 100 requests succeeded. The others are beyond the 99th percentile. */
        void assertUsual(String when) {
            assertThat(faults).as(when).hasSizeLessThanOrEqualTo((usual.size() + faults.size()) / 100);
        }

        Stream<Duration> times() {
            return usual.stream().map(Timed::time);
        }

        /** Returns the slowest requests, the slowest first. */
        String slowest() {
            return usual.stream()
                    .sorted(Comparator.comparing(Timed::time).reversed())
                    .limit(SLOWEST)
                    .map(each -> each.request() + " " + each.time().toMillis() + " ms")
                    .collect(Collectors.joining(", "));
        }
    }

    TestCustomer account() {
        return customer;
    }

    /** Begins a new session: an access token is valid for 10 minutes. */
    void renewToken() {
        customer = TestCustomer.logIn(shop, customer.id(), customer.email(), customer.password());
    }

    /** Sends three to five requests in each round, and returns what became of them. */
    Experience shop(int rounds) {
        Experience experience = new Experience();
        for (int round = 0; round < rounds; round++) {
            String sku = ShopUnderTest.anySku();
            ApiResponse order = experience.add(202, () -> customer.order(sku, 1));
            if (order.status() == 202) {
                experience.add(200, () -> customer.http().get("/api/orders/" + order.field("id")));
            }
            experience.add(200, () -> customer.http().get("/api/products/" + sku));
            experience.add(200, () -> customer.http().get("/api/users/me"));
            if (logsIn && round % ROUNDS_PER_LOG_IN == 0) {
                experience.add(
                        201,
                        () -> shop.post(
                                "/api/sessions", Map.of("email", customer.email(), "password", customer.password())));
            }
        }
        return experience;
    }
}
