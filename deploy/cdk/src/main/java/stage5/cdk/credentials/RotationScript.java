package stage5.cdk.credentials;

import stage5.cdk.Script;

/** What a rotating function runs: Secrets Manager's protocol, and what is special about a secret. */
final class RotationScript {

    private static final String PROTOCOL = "rotation.js";

    private RotationScript() {}

    static String of(String special) {
        return read(special) + read(PROTOCOL);
    }

    private static String read(String name) {
        return Script.beside(RotationScript.class, name);
    }
}
