package stage5.user;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import stage5.user.attempt.AttemptLimit;

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

    /** Limits of log-ins, sign-ups and refreshes. */
    Attempts attempts();

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

        /**
         * Lifetime of a session after its log-in, however often it is refreshed. It bounds how long a stolen session can be
         * kept alive.
         */
        @WithDefault("P90D")
        Duration absoluteLifetime();

        /** The most sessions of an account, which bounds the memory of Redis. A further log-in ends the oldest one. */
        @WithDefault("100")
        int most();
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

        /**
         * The most log-ins whose passwords wait to be hashed, and the most sign-ups: with two processors and 40 ms a hash,
         * the last log-in waits 1 s, or 2 s while sign-ups are hashed, and the last sign-up 2 s.
         */
        @WithDefault("48")
        int queue();
    }

    /**
     * Limits of attempts, each in the form {@code 10 in PT1H}: 10 at once, refilled at a rate of 10 an hour. An attempt
     * beyond a limit is answered with 429 and {@code Retry-After} before a password is hashed. The client's address is
     * that of the trusted proxies: {@code stage5.client-address.trusted-proxies}.
     */
    interface Attempts {

        /** Wrong passwords of one account from addresses that are not known. A successful log-in does not count. */
        @WithDefault("10 in PT1H")
        AttemptLimit account();

        /** Wrong passwords of one account from one known address. A successful log-in does not count. */
        @WithDefault("10 in PT10M")
        AttemptLimit knownAddress();

        /** How long an address is known for an account after a log-in. */
        @WithDefault("P30D")
        Duration addressKnownFor();

        /** Log-ins from one address. */
        @WithDefault("120 in PT1M")
        AttemptLimit address();

        /** Sign-ups with one e-mail address. */
        @WithDefault("5 in PT1H")
        AttemptLimit signUpAccount();

        /** Sign-ups from one address. */
        @WithDefault("30 in PT10M")
        AttemptLimit signUpAddress();

        /** The shortest time between two mails to an owner whose e-mail address others try to sign up with. */
        @WithDefault("P1D")
        Duration ownerToldAgainAfter();

        /** Refreshes of one session. */
        @WithDefault("10 in PT1M")
        AttemptLimit refreshSession();

        /** Refreshes from one address. */
        @WithDefault("600 in PT1M")
        AttemptLimit refreshAddress();

        /** Old passwords tried by one account in order to change its password. A right one counts as well. */
        @WithDefault("10 in PT1H")
        AttemptLimit passwordChange();

        /** The most buckets that an instance holds in memory while Redis does not answer, some 200 bytes each. */
        @WithDefault("20000")
        int localBuckets();
    }

    /** The administrator's account, created at start if it does not exist; not created unless both are set. */
    interface Admin {

        /** The e-mail address. */
        Optional<String> email();

        /** The initial password. */
        Optional<String> password();
    }
}
