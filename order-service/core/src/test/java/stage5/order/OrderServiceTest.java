package stage5.order;

import io.quarkus.test.common.QuarkusTestResource;
import io.smallrye.faulttolerance.api.CircuitBreakerMaintenance;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import stage5.kit.testing.LocalCloudResource;
import stage5.kit.testing.TokensResource;
import stage5.kit.testing.events.MovableClock;

/** The base of the tests that run the service: each begins without faults, with closed breakers and the real time. */
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
@QuarkusTestResource(value = TokensResource.class, restrictToAnnotatedClass = false)
public abstract class OrderServiceTest {

    @Inject
    protected OrderServiceDriver shop;

    @Inject
    protected LocalCloudControl cloud;

    @Inject
    protected MovableClock clock;

    @Inject
    protected CircuitBreakerMaintenance breakers;

    @BeforeEach
    void reset() {
        clock.reset();
        cloud.clearFaults();
        breakers.resetAll();
    }
}
