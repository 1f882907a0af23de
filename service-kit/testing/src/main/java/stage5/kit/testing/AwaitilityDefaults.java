package stage5.kit.testing;

import io.quarkus.test.junit.callback.QuarkusTestBeforeClassCallback;
import java.time.Duration;
import org.awaitility.Awaitility;

/** Lets Awaitility check conditions of Quarkus tests at once and then every 20 ms, instead of every 100 ms. */
public final class AwaitilityDefaults implements QuarkusTestBeforeClassCallback {

    private static final Duration POLL_INTERVAL = Duration.ofMillis(20);

    @Override
    public void beforeClass(Class<?> testClass) {
        Awaitility.setDefaultPollDelay(Duration.ZERO);
        Awaitility.setDefaultPollInterval(POLL_INTERVAL);
    }
}
