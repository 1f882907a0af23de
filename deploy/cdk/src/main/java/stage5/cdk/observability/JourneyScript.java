package stage5.cdk.observability;

import stage5.cdk.InlineScript;

/** The canary's script, {@code order-journey.js}. */
final class JourneyScript {

    private JourneyScript() {}

    /** Returns the script. */
    static String read() {
        return InlineScript.read(JourneyScript.class, "order-journey.js");
    }
}
