package stage5.acceptance.hostile;

import java.util.function.Function;
import stage5.acceptance.client.TestCustomer;

/** The attacks, each of which once took down more than the attacker's own requests. */
enum AttackKind {

    /** Sign-ups from one address, whose passwords keep all processors busy. */
    JUNK_SIGN_UPS(customer -> new JunkSignUps()),

    /** Reads of what only Redis has, while Redis is down. */
    BESTSELLERS_WITHOUT_REDIS(customer -> new BestsellersWithoutRedis()),

    /** Access tokens with the ids of keys that do not exist. */
    INVENTED_KEY_IDS(customer -> new InventedKeyIds()),

    /** Guesses of the customer's password from many addresses. */
    PASSWORD_GUESSES(PasswordGuesses::new),

    /** Request bodies that never end. */
    SLOW_BODIES(customer -> new SlowBodies()),

    /** Event streams of a few accounts. */
    STREAM_WATCHERS(customer -> new StreamWatchers());

    private final Function<TestCustomer, Attack> start;

    AttackKind(Function<TestCustomer, Attack> start) {
        this.start = start;
    }

    /** Starts the attack beside a customer. */
    Attack start(TestCustomer customer) {
        return start.apply(customer);
    }

    /** Returns whether customers can log in during the attack. Without its Redis, a session can't begin. */
    boolean allowsLogIn() {
        return this != BESTSELLERS_WITHOUT_REDIS;
    }
}
