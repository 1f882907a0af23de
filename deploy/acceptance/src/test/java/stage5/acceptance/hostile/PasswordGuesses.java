package stage5.acceptance.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.TestCustomer;

/** A thousand guesses or more of one account's password, each from another address. */
final class PasswordGuesses implements Attack {

    private static final int CLIENTS = 20;
    private static final int LEAST = 1_000;

    /** Wrong passwords that an account has at once, and the time for one more: {@code stage5.user.attempts.account}. */
    private static final int BURST = 10;

    private static final Duration REFILL = Duration.ofMinutes(6);

    private final TestCustomer victim;
    private final AtomicInteger address = new AtomicInteger();
    private final Instant start = Instant.now();
    private final Flood flood;

    PasswordGuesses(TestCustomer victim) {
        this.victim = victim;
        this.flood = new Flood(
                CLIENTS, Duration.ofMillis(50), responses -> responses.add(guess("guess " + UUID.randomUUID())));
    }

    @Override
    public void awaitFullForce() {
        flood.awaitAllClients();
    }

    @Override
    public void assertRepelled() {
        flood.awaitResponses(LEAST);
        flood.close();
        AttackResponse right = guess(victim.password());

        flood.responses().assertOnly(401, 429, 503);
        // While Redis is too slow to answer, the service counts in its own memory, which allows as many again.
        long allowed = 2 * BURST + Duration.between(start, Instant.now()).dividedBy(REFILL);
        assertThat(flood.responses().count(401))
                .as("checked guesses among %s", flood.responses())
                .isLessThanOrEqualTo(allowed);
        assertThat(flood.responses().count(429))
                .as("refused guesses among %s", flood.responses())
                .isPositive();
        assertThat(right.status())
                .as("the right password from an unknown address, after all the wrong ones")
                .isIn(429, 503);
    }

    @Override
    public void close() {
        flood.close();
    }

    private AttackResponse guess(String password) {
        int number = address.incrementAndGet();
        return AttackResponse.of(ShopUnderTest.gateway()
                .with(FORWARDED_FOR, "10.66.%d.%d".formatted(number / 250, 1 + number % 250))
                .post("/api/sessions", Map.of("email", victim.email(), "password", password)));
    }
}
