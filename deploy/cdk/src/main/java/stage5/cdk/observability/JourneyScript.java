package stage5.cdk.observability;

import stage5.cdk.Script;

/** What the canary runs: {@code order-journey.js} beside this class. */
final class JourneyScript {

    private JourneyScript() {}

    static String read() {
        return Script.beside(JourneyScript.class, "order-journey.js");
    }
}
