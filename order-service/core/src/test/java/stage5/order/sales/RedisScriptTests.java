package stage5.order.sales;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.faulttolerance.api.CircuitBreakerState;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.redis.client.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import stage5.kit.redis.GuardedRedis;
import stage5.kit.redis.RedisScript;
import stage5.order.OrderServiceTest;

/** Scripts against a real Redis, which this module's tests have. */
@QuarkusTest
class RedisScriptTests extends OrderServiceTest {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);
    private static final RedisScript SCRIPT = RedisScript.of("return {KEYS[1], ARGV[1], ARGV[2]}");

    @Inject
    GuardedRedis redis;

    @Inject
    RedisDataSource commands;

    @Test
    void shouldSendOnlyTheDigest_whenRedisHasTheScript() {
        run();
        long texts = calls("eval");

        run();
        run();

        assertThat(calls("eval")).isEqualTo(texts);
    }

    @Test
    void shouldSendTheText_whenRedisWasRestarted() {
        run();
        commands.execute("SCRIPT", "FLUSH");
        long texts = calls("eval");

        run();

        assertThat(calls("eval")).isEqualTo(texts + 1);
    }

    @Test
    void shouldNotOpenTheBreaker_whenManyCallsMissTheScript() {
        commands.execute("SCRIPT", "FLUSH");
        List<Uni<Response>> calls = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            calls.add(SCRIPT.run(redis, List.of("key"), List.of(1, "two")));
        }

        Uni.join().all(calls).andFailFast().await().atMost(TIMEOUT);

        assertThat(breakers.currentState("redis")).isEqualTo(CircuitBreakerState.CLOSED);
    }

    private void run() {
        assertThat(SCRIPT.run(redis, List.of("key"), List.of(1, "two"))
                        .await()
                        .atMost(TIMEOUT)
                        .toString())
                .isEqualTo("[key, 1, two]");
    }

    private long calls(String command) {
        Matcher calls = Pattern.compile("cmdstat_" + command + ":calls=(\\d+)")
                .matcher(commands.execute("INFO", "commandstats").toString());
        return calls.find() ? Long.parseLong(calls.group(1)) : 0;
    }
}
