package stage5.order;

import io.quarkus.test.common.QuarkusTestResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;

/** What the tests of the running service share: a mended world, closed breakers, the right time. */
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
public abstract class OrderServiceTest {

    @Inject
    protected Shop shop;

    @Inject
    protected LocalCloud cloud;

    @Inject
    protected MovableClock clock;

    @Inject
    protected CircuitBreakerMaintenance breakers;

    @BeforeEach
    void mend() {
        clock.reset();
        cloud.mend();
        breakers.resetAll();
    }
}
