package stage5.stack;

import java.security.SecureRandom;
import java.util.Base64;

/** The account that may change the catalogue; user-service makes it at its first start. */
public record Admin(String email, String password) {

    private static final int RANDOM_BYTES = 18;

    static Admin random() {
        byte[] bytes = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(bytes);
        return new Admin("admin@stage5.example", Base64.getUrlEncoder().encodeToString(bytes));
    }
}
