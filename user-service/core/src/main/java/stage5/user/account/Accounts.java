package stage5.user.account;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.ConditionsFailed;
import stage5.user.UserConfig;
import stage5.user.account.AccountStore.Credentials;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.EmailTakenException;
import stage5.user.password.HashingWorkers.Purpose;
import stage5.user.password.PasswordHashing;

/** The commands and queries on accounts. Every change publishes an event. */
@ApplicationScoped
public class Accounts {

    private static final Logger LOG = Logger.getLogger(Accounts.class);
    private static final int RENAME_RETRIES = 5;

    private final AccountStore store;
    private final PasswordHashing passwords;
    private final EventFactory events;
    private final Clock clock;
    private final Duration toldAgainAfter;
    private final Counter registered;

    Accounts(
            AccountStore store,
            PasswordHashing passwords,
            EventFactory events,
            Clock clock,
            UserConfig config,
            MeterRegistry metrics) {
        this.store = store;
        this.passwords = passwords;
        this.events = events;
        this.clock = clock;
        this.toldAgainAfter = config.attempts().ownerToldAgainAfter();
        this.registered = metrics.counter("stage5.users.registered");
    }

    /**
     * Completes with the new account; fails with {@link EmailTakenException} if the address is taken, also by a
     * concurrent sign-up.
     */
    public Uni<Account> register(EmailAddress email, String name, String password, Set<String> roles) {
        Account account = Account.registered(UuidCreator.getTimeOrderedEpoch().toString(), email, name, roles);
        return passwords
                .hash(Purpose.SIGN_UP, password)
                .chain(hash -> store.add(account, hash, event(UserData.REGISTERED, account)))
                .onFailure(Accounts::isEmailTaken)
                .transform(e -> new EmailTakenException())
                .invoke(() -> registered.increment())
                .replaceWith(account);
    }

    /**
     * Completes once the owner of an e-mail address is told by an event that a sign-up with it was refused, at most once a
     * day; also if that fails, because the sign-up is refused all the same. The event has nothing of the sign-up: its name
     * would be a stranger's text in a mail to the owner.
     */
    public Uni<Void> tellOwner(EmailAddress email) {
        Instant now = clock.instant();
        return store.tellOwner(
                        email, now, now.minus(toldAgainAfter), account -> event(UserData.SIGN_UP_REFUSED, account))
                .onFailure()
                .invoke(e -> LOG.warnf("An owner could not be told of a refused sign-up: %s", e.toString()))
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    /**
     * Completes with the account of an external issuer's customer: the stored one with this e-mail address, or a new one with
     * this name too.
     */
    Uni<Account> adopt(String userId, EmailAddress email, String name) {
        return Uni.createFrom()
                .deferred(() -> store.find(userId))
                .chain(found -> found.map(account -> withEmail(account, email))
                        .orElseGet(
                                () -> addExternal(Account.registered(userId, email, name, Set.of(Account.CUSTOMER)))))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RENAME_RETRIES);
    }

    private Uni<Account> withEmail(Account account, EmailAddress email) {
        return account.email().equals(email) ? Uni.createFrom().item(account) : save(account.withEmail(email));
    }

    private Uni<Account> addExternal(Account account) {
        return store.addExternal(account, event(UserData.REGISTERED, account))
                .invoke(() -> registered.increment())
                .replaceWith(account);
    }

    /** Completes with the account with this id, or empty. */
    public Uni<Optional<Account>> find(String userId) {
        return store.find(userId);
    }

    /** Completes with the account with this e-mail address, or empty. */
    public Uni<Optional<Account>> find(EmailAddress email) {
        return store.find(email);
    }

    /** Completes with the renamed account, or empty if there is none. Renaming to the current name writes nothing. */
    public Uni<Optional<Account>> rename(String userId, String name) {
        return Uni.createFrom()
                .deferred(() -> store.find(userId))
                .chain(found -> found.filter(account -> !account.name().equals(name))
                        .map(account -> save(account.renamed(name)).map(Optional::of))
                        .orElse(Uni.createFrom().item(found)))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RENAME_RETRIES);
    }

    /**
     * Completes with true once the account's password is changed; with false if the old one is wrong, or was changed
     * meanwhile, or there is no account.
     */
    public Uni<Boolean> changePassword(String userId, String oldPassword, String newPassword) {
        return store.credentials(userId).chain(found -> found.map(credentials -> passwords
                        .matches(oldPassword, credentials.hash())
                        .chain(matches -> matches
                                ? replacePassword(credentials, newPassword)
                                : Uni.createFrom().item(false)))
                .orElse(Uni.createFrom().item(false)));
    }

    private Uni<Boolean> replacePassword(Credentials credentials, String newPassword) {
        return passwords.hash(Purpose.LOG_IN, newPassword).chain(hash -> Uni.createFrom()
                .deferred(() -> store.find(credentials.account().id()))
                .map(Optional::orElseThrow)
                .map(Account::next)
                .chain(account ->
                        store.changePassword(credentials, account, hash, event(UserData.PASSWORD_CHANGED, account)))
                .replaceWith(true)
                .onFailure(Accounts::isConcurrentRename)
                .retry()
                .atMost(RENAME_RETRIES)
                .onFailure(Accounts::isPasswordChanged)
                .recoverWithItem(false));
    }

    private static boolean isPasswordChanged(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(AccountStore.CREDENTIALS);
    }

    private static boolean isConcurrentRename(Throwable failure) {
        return failure instanceof ConditionsFailed && !isPasswordChanged(failure);
    }

    private Uni<Account> save(Account account) {
        return store.update(account, event(UserData.CHANGED, account)).replaceWith(account);
    }

    private Event event(String type, Account account) {
        return events.first(type, AccountStore.subject(account.id()), account.version(), UserData.of(account));
    }

    private static boolean isEmailTaken(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(AccountStore.EMAIL);
    }
}
