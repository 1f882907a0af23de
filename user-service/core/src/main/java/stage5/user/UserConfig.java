package stage5.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of accounts, passwords, sessions and access tokens. */
@ConfigMapping(prefix = "stage5.user")
public interface UserConfig {

    /**
     * The signing keys of access tokens: a private JWKS (RSA, 2048 bits or more). The first key signs; all are
     * published. To rotate, append the new key, and move it to the front once every service has fetched it.
     */
    Optional<String> keys();

    /** A file with the signing keys; used if {@link #keys()} is not set. */
    Optional<Path> keysFile();

    /**
     * Whether a key is generated at start if none is set. For development only: its tokens are invalid after a restart.
     */
    @WithDefault("false")
    boolean generateKeys();

    /** Settings of access tokens. */
    Token token();

    /** Settings of sessions. */
    Session session();

    /** Settings of password hashes. */
    Password password();

    /** The administrator's account. */
    Admin admin();

    /** Settings of access tokens. */
    interface Token {

        /** The issuer ({@code iss}); every service checks it. */
        @WithDefault("https://stage5.example")
        String issuer();

        /** The audience ({@code aud}); every service checks it. */
        @WithDefault("stage5")
        String audience();

        /** Lifetime of a token. After a log-out, reads are still possible until the token expires. */
        @WithDefault("PT10M")
        Duration lifetime();
    }

    /** Settings of sessions. */
    interface Session {

        /** Lifetime of a session after its last refresh. */
        @WithDefault("P30D")
        Duration lifetime();
    }

    /**
     * The cost of an Argon2id hash. The defaults follow the <a
     * href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP cheat sheet</a>. A
     * hash with other parameters is replaced at the next log-in of its account.
     */
    interface Password {

        /** Memory, in KiB. */
        @WithDefault("19456")
        int memory();

        /** Number of passes over the memory. */
        @WithDefault("2")
        int iterations();

        /** Number of lanes. */
        @WithDefault("1")
        int parallelism();

        /** The most passwords that are hashed at once. By default the number of processors. */
        OptionalInt concurrency();

        /** The most passwords that wait to be hashed: with two processors and 40 ms a hash, the last one waits 1 s. */
        @WithDefault("48")
        int queue();
    }

    /** The administrator's account, created at start if it does not exist; not created unless both are set. */
    interface Admin {

        /** The e-mail address. */
        Optional<String> email();

        /** The initial password. */
        Optional<String> password();
    }
}
