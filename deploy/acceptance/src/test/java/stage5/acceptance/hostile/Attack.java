package stage5.acceptance.hostile;

import stage5.acceptance.ShopUnderTest;
import stage5.acceptance.client.ApiClient;

/** Hostile requests to the gateway, which begin with the construction and end with {@link #close}. */
interface Attack extends AutoCloseable {

    /** The header by which the gateway learns the address of a client: the suite plays the proxy that it trusts. */
    String FORWARDED_FOR = "X-Forwarded-For";

    /** Waits until the attack is under way with all of its clients. */
    void awaitFullForce();

    /** Waits until the attack has sent enough, ends it, and asserts that the shop gave the cheap answers that it should. */
    void assertRepelled();

    /** Ends the attack if it still goes on. */
    @Override
    void close();

    /** Returns a client at an address of its own. */
    static ApiClient attacker() {
        return ShopUnderTest.gateway().with(FORWARDED_FOR, "203.0.113.66");
    }
}
