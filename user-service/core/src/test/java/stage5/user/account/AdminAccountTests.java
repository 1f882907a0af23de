package stage5.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import org.eclipse.microprofile.health.Readiness;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import stage5.kit.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.UserConfig;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class AdminAccountTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Inject
    @Readiness
    AdminAccount admin;

    @Inject
    Accounts accounts;

    @Inject
    EventStore events;

    @Inject
    UserConfig config;

    @Test
    void shouldBeCreatedOnce_whenSeveralInstancesStartTogether() {
        Uni.join()
                .all(Collections.nCopies(4, Uni.createFrom().deferred(admin::ensure)))
                .andFailFast()
                .await()
                .atMost(PATIENCE);

        Account account = accounts.find(new EmailAddress(config.admin().email().orElseThrow()))
                .await()
                .atMost(PATIENCE)
                .orElseThrow();
        assertThat(account.roles()).containsExactlyInAnyOrder(Account.ADMIN, Account.CUSTOMER);
        assertThat(events.read("user/" + account.id()).await().atMost(PATIENCE)).hasSize(1);
    }

    @Test
    void shouldMakeTheServiceReady_onceItExists() {
        admin.ensure().await().atMost(PATIENCE);

        RestAssured.get("/q/health/ready")
                .then()
                .body("checks.find { it.name == \"administrator's account\" }.status", Matchers.is("UP"));
    }
}
