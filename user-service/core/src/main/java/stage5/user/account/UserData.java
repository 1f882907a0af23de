package stage5.user.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.user.domain.Account;

/** What the events of an account say about it. */
@RegisterForReflection
public record UserData(String userId, String email, String name) {

    /** Somebody has signed up. */
    public static final String REGISTERED = "stage5.user.registered.v1";

    /** Somebody has another name. */
    public static final String CHANGED = "stage5.user.changed.v1";

    static UserData of(Account account) {
        return new UserData(account.id(), account.email().value(), account.name());
    }
}
