package stage5.notification.event;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Objects;

/** The fields of user-service's events that mails need. */
@RegisterForReflection
public record UserData(String userId, String email, String name) {

    public static final String REGISTERED = "stage5.user.registered.v1";
    public static final String CHANGED = "stage5.user.changed.v1";

    public static final String PASSWORD_CHANGED = "stage5.user.password-changed.v1";
    public static final String SIGN_UP_REFUSED = "stage5.user.sign-up-refused.v1";

    public UserData {
        Objects.requireNonNull(userId, "userId is missing");
        Objects.requireNonNull(email, "email is missing");
        Objects.requireNonNull(name, "name is missing");
    }
}
