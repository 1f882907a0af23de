package stage5.user.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.hamcrest.Matchers;
import org.junit.jupiter.api.Test;
import stage5.kit.events.store.EventStore;
import stage5.kit.testing.LocalCloudResource;
import stage5.user.UserConfig;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;

@QuarkusTest
@QuarkusTestResource(value = LocalCloudResource.class, restrictToAnnotatedClass = false)
class AdminAccountTests {

    private static final Duration TIMEOUT = Duration.ofSeconds(10);

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
                .atMost(TIMEOUT);

        Account account = accounts.find(new EmailAddress(config.admin().email().orElseThrow()))
                .await()
                .atMost(TIMEOUT)
                .orElseThrow();
        assertThat(account.roles()).containsExactlyInAnyOrder(Account.ADMIN, Account.CUSTOMER);
        assertThat(events.read("user/" + account.id()).await().atMost(TIMEOUT)).hasSize(1);
    }

    @Test
    void shouldNotBeCreated_whenAnExternalIssuerHasTheAccounts() {
        EmailAddress email = new EmailAddress("admin-%s@example.com".formatted(UUID.randomUUID()));
        AdminAccount starting =
                new AdminAccount(accounts, configured(email), new LocalAccounts(false, "https://issuer.example"));

        starting.ensure().await().atMost(TIMEOUT);

        assertThat(accounts.find(email).await().atMost(TIMEOUT)).isEmpty();
        assertThat(starting.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    /** In the lambda form the first request may be the administrator's log-in: no readiness check precedes it. */
    @Test
    void shouldBeCreatedBeforeItsLogIn_whenTheFunctionIsNotReadyYet() {
        EmailAddress email = new EmailAddress("admin-%s@example.com".formatted(UUID.randomUUID()));
        EmailAddress other = new EmailAddress("not-" + email.value());
        AdminAccount starting = new AdminAccount(accounts, configured(email), new LocalAccounts(true, ""));

        starting.beforeLogIn(other).await().atMost(TIMEOUT);
        assertThat(accounts.find(email).await().atMost(TIMEOUT)).isEmpty();
        assertThat(starting.call().getStatus()).isEqualTo(HealthCheckResponse.Status.DOWN);

        starting.beforeLogIn(email).await().atMost(TIMEOUT);
        assertThat(accounts.find(email).await().atMost(TIMEOUT))
                .hasValueSatisfying(
                        account -> assertThat(account.is(Account.ADMIN)).isTrue());
        assertThat(starting.call().getStatus()).isEqualTo(HealthCheckResponse.Status.UP);
    }

    private static UserConfig.Admin configured(EmailAddress email) {
        return new UserConfig.Admin() {

            @Override
            public Optional<String> email() {
                return Optional.of(email.value());
            }

            @Override
            public Optional<String> password() {
                return Optional.of("a password of some length");
            }
        };
    }

    @Test
    void shouldMakeTheServiceReady_whenItExists() {
        admin.ensure().await().atMost(TIMEOUT);

        RestAssured.get("/q/health/ready")
                .then()
                .body("checks.find { it.name == \"administrator's account\" }.status", Matchers.is("UP"));
    }
}
