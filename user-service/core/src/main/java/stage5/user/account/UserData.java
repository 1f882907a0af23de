package stage5.user.account;

import io.quarkus.runtime.annotations.RegisterForReflection;
import stage5.user.domain.Account;

/** The data of the events of an account: its public state after the event. */
@RegisterForReflection
public record UserData(String userId, String email, String name) {

    /** An account was registered. */
    public static final String REGISTERED = "stage5.user.registered.v1";

    /** An account was renamed. */
    public static final String CHANGED = "stage5.user.changed.v1";

    /** The password of an account was changed. */
    public static final String PASSWORD_CHANGED = "stage5.user.password-changed.v1";

    /** A sign-up with the e-mail address of an account was refused. */
    public static final String SIGN_UP_REFUSED = "stage5.user.sign-up-refused.v1";

    static UserData of(Account account) {
        return new UserData(account.id(), account.email().value(), account.name());
    }
}
