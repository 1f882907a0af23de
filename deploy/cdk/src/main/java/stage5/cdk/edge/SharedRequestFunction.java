package stage5.cdk.edge;

import stage5.cdk.InlineScript;

/** The code of the CloudFront function that handles requests on {@link SharedResponseCache#PATHS}. */
final class SharedRequestFunction {

    private static final String FILE = "shared-requests.js";
    private static final String NEAREST = "{{NEAREST}}";

    private SharedRequestFunction() {}

    /** Returns the code; {@code nearest} is the host for reads, empty if reads go to the active region too. */
    static String code(String nearest) {
        return InlineScript.read(SharedRequestFunction.class, FILE).replace(NEAREST, nearest);
    }
}
