package stage5.cdk.edge;

import stage5.cdk.Script;

/** What CloudFront runs for each call on the paths of {@link SharedAnswers}. */
final class SharedRequests {

    private static final String FILE = "shared-requests.js";
    private static final String NEAREST = "{{NEAREST}}";

    private SharedRequests() {}

    /** Returns the function's code, with the host that calls go to which only read; nothing where there is none. */
    static String code(String nearest) {
        return Script.beside(SharedRequests.class, FILE).replace(NEAREST, nearest);
    }
}
