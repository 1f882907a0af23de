package stage5.user.attempt;

import java.util.Locale;

/** What an attempt is about. */
enum AttemptKind {
    LOG_IN,
    SIGN_UP,
    REFRESH,
    PASSWORD_CHANGE;

    /** Returns the kind's name in metrics and Redis keys. */
    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
