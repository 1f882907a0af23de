package stage5.stack;

import java.security.SecureRandom;
import java.util.Base64;

/** Email and password of the administrator account, which user-service creates when it first starts. */
public record Admin(String email, String password) {

    private static final int RANDOM_BYTES = 18;

    static Admin random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Admin("admin@stage5.example", Base64.getUrlEncoder().encodeToString(bytes));
    }
}
