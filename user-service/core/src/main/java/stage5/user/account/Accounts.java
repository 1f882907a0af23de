package stage5.user.account;

import com.github.f4b6a3.uuid.UuidCreator;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.Set;
import stage5.kit.event.Event;
import stage5.kit.event.EventFactory;
import stage5.kit.store.ConditionsFailed;
import stage5.user.domain.Account;
import stage5.user.domain.EmailAddress;
import stage5.user.domain.EmailTakenException;
import stage5.user.password.PasswordHashing;

/** What people do with their accounts; every change is published. */
@ApplicationScoped
public class Accounts {

    private static final int RENAME_TRIES = 5;

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

    /** Returns the new account; fails with {@link EmailTakenException}, also where two sign up at the same moment. */
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

    /** Returns the account with this id, or empty. */
    public Uni<Optional<Account>> find(String userId) {
        return store.find(userId);
    }

    /** Returns the account with this e-mail address, or empty. */
    public Uni<Optional<Account>> find(EmailAddress email) {
        return store.find(email);
    }

    /** Returns the account under its new name, or empty where there is none; the same name again changes nothing. */
    public Uni<Optional<Account>> rename(String userId, String name) {
        return Uni.createFrom()
                .deferred(() -> store.find(userId))
                .chain(found -> found.filter(account -> !account.name().equals(name))
                        .map(account -> saveRenamed(account.renamed(name)))
                        .orElse(Uni.createFrom().item(found)))
                .onFailure(ConditionsFailed.class)
                .retry()
                .atMost(RENAME_TRIES);
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
