package stage5.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** What can be set about accounts, passwords, sessions and access tokens. */
@ConfigMapping(prefix = "stage5.user")
public interface UserConfig {

    /**
     * The keys of access tokens, a private JWKS (RSA, 2048 bits or more): the first key signs, all are published, so a new
     * key is appended, and moved to the front once every service has had the time to fetch it.
     */
    Optional<String> keys();

    /** The file with the keys, where they are not given themselves. */
    Optional<Path> keysFile();

    /** Whether a key is made at start where none is given: for development, where tokens may die with the process. */
    @WithDefault("false")
    boolean generateKeys();

    /** The access tokens. */
    Token token();

    /** The sessions. */
    Session session();

    /** The password hashes. */
    Password password();

    /** The administrator's account. */
    Admin admin();

    /** The access tokens. */
    interface Token {

        /** Who issues them; every service checks it. */
        @WithDefault("https://stage5.example")
        String issuer();

        /** Whom they are for; every service checks it. */
        @WithDefault("stage5")
        String audience();

        /** How long one is valid; also how long a person whose session has ended can still read. */
        @WithDefault("PT10M")
        Duration lifetime();
    }

    /** The sessions. */
    interface Session {

        /** How long one lives after its last refresh. */
        @WithDefault("P30D")
        Duration lifetime();
    }

    /**
     * The cost of an Argon2id hash, by default as the <a
     * href="https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html">OWASP cheat sheet</a>
     * has it. A hash with other parameters is replaced at the person's next log-in.
     */
    interface Password {

        /** KiB of memory. */
        @WithDefault("19456")
        int memory();

        /** Passes over the memory. */
        @WithDefault("2")
        int iterations();

        /** Lanes. */
        @WithDefault("1")
        int parallelism();
    }

    /** The administrator's account, created at start where it is missing; nothing happens where either is not set. */
    interface Admin {

        /** The e-mail address. */
        Optional<String> email();

        /** The password that the account is created with. */
        Optional<String> password();
    }
}
