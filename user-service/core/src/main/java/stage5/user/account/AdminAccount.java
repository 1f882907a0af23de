package stage5.user.account;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;
import org.jboss.logging.Logger;
import stage5.user.UserConfig;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.EmailTakenException;

/**
 * Creates the configured administrator's account at start; the instance is ready once the account exists. Several
 * instances may start concurrently: the e-mail address is unique, so one of them creates it.
 */
@Readiness
@ApplicationScoped
public class AdminAccount implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(AdminAccount.class);
    private static final String NAME = "Administrator";
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final Accounts accounts;
    private final UserConfig.Admin config;
    private final boolean wanted;
    private volatile boolean ready;

    @Inject
    AdminAccount(Accounts accounts, UserConfig config, LocalAccounts local) {
        this(accounts, config.admin(), local);
    }

    AdminAccount(Accounts accounts, UserConfig.Admin config, LocalAccounts local) {
        this.accounts = accounts;
        this.config = config;
        this.wanted = local.areAvailable()
                && config.email().isPresent()
                && config.password().isPresent();
    }

    void start(@Observes StartupEvent started) {
        ensure().onFailure()
                .invoke(e -> LOG.warnf("Could not create or find the administrator's account yet: %s", e.toString()))
                .onFailure()
                .retry()
                .withBackOff(FIRST_PAUSE, LONGEST_PAUSE)
                .indefinitely()
                .subscribe()
                .with(done -> {}, e -> LOG.error("Stopped trying to create the administrator's account", e));
    }

    /**
     * Completes once this address can log in: for the administrator's address once its account exists, for others at
     * once. In the lambda form requests arrive without a readiness check, so the first log-in may precede the account.
     */
    public Uni<Void> beforeLogIn(EmailAddress email) {
        return ready || !isOf(email) ? Uni.createFrom().voidItem() : ensure();
    }

    /**
     * Completes once the configured account exists, created by this or another instance; at once if none is configured, or
     * only an external issuer's customers can use the shop.
     */
    Uni<Void> ensure() {
        return findOrCreate().invoke(() -> ready = true);
    }

    private Uni<Void> findOrCreate() {
        if (!wanted) {
            return Uni.createFrom().voidItem();
        }
        EmailAddress email = email().orElseThrow();
        return accounts.find(email)
                .chain(found -> found.map(account -> Uni.createFrom().item(account))
                        .orElseGet(() -> create(email, config.password().orElseThrow())))
                .invoke(AdminAccount::warnUnlessAdmin)
                .replaceWithVoid();
    }

    private Optional<EmailAddress> email() {
        return config.email().map(EmailAddress::new);
    }

    private boolean isOf(EmailAddress other) {
        return email().filter(email -> email.normalised().equals(other.normalised()))
                .isPresent();
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("administrator's account")
                .status(ready)
                .build();
    }

    private Uni<Account> create(EmailAddress email, String password) {
        return accounts.register(email, NAME, password, Set.of(Account.ADMIN, Account.CUSTOMER))
                .invoke(account -> LOG.infof("Created the administrator's account %s", account.id()))
                .onFailure(EmailTakenException.class)
                .recoverWithUni(() -> accounts.find(email).map(found -> found.orElseThrow()));
    }

    /** An account that signed up with this address earlier does not get the administrator's role. */
    private static void warnUnlessAdmin(Account account) {
        if (!account.is(Account.ADMIN)) {
            LOG.warnf("Account %s has the administrator's e-mail address, but not the role admin", account.id());
        }
    }
}
