package stage5.cdk.credentials;

import stage5.cdk.InlineScript;

/** The inline code of a rotation function: Secrets Manager's protocol and the script of one secret. */
final class RotationScript {

    private static final String PROTOCOL = "rotation.js";

    private RotationScript() {}

    /** Returns the code for a secret; {@code script} is a resource that defines {@code next(value)}. */
    static String of(String script) {
        return read(script) + read(PROTOCOL);
    }

    private static String read(String name) {
        return InlineScript.read(RotationScript.class, name);
    }
}
