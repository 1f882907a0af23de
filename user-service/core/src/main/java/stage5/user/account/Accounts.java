package stage5.user.account;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import stage5.kit.events.envelope.Event;
import stage5.kit.events.envelope.EventFactory;
import stage5.kit.events.store.ConditionsFailed;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.EmailTakenException;
import stage5.user.password.PasswordHashing;

/** The commands and queries on accounts. Every change publishes an event. */
@ApplicationScoped
public class Accounts {

    private static final int RENAME_RETRIES = 5;

    private final AccountStore store;
    private final PasswordHashing passwords;
    private final EventFactory events;
    private final Counter registered;

    Accounts(AccountStore store, PasswordHashing passwords, EventFactory events, MeterRegistry metrics) {
        this.store = store;
        this.passwords = passwords;
        this.events = events;
        this.registered = metrics.counter("stage5.users.registered");
    }

    /**
     * Completes with the new account; fails with {@link EmailTakenException} if the address is taken, also by a
     * concurrent sign-up.
     */
    public Uni<Account> register(EmailAddress email, String name, String password, Set<String> roles) {
        Account account = Account.registered(UuidCreator.getTimeOrderedEpoch().toString(), email, name, roles);
        return passwords
                .hash(password)
                .chain(hash -> store.add(account, hash, event(UserData.REGISTERED, account)))
                .onFailure(Accounts::isEmailTaken)
                .transform(e -> new EmailTakenException())
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
                        .map(account -> saveRenamed(account.renamed(name)))
                        .orElse(Uni.createFrom().item(found)))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RENAME_RETRIES);
    }

    private Uni<Optional<Account>> saveRenamed(Account account) {
        return store.update(account, event(UserData.CHANGED, account)).replaceWith(Optional.of(account));
    }

    private Event event(String type, Account account) {
        return events.first(type, AccountStore.subject(account.id()), account.version(), UserData.of(account));
    }

    private static boolean isEmailTaken(Throwable failure) {
        return failure instanceof ConditionsFailed conditions
                && conditions.labels().contains(AccountStore.EMAIL);
    }
}
