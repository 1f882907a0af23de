package stage5.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.nio.file.Path;
import java.util.Map;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;

/**
 * Apps whose synthesis fails where a template breaks the schema of a resource's type, as CloudFormation's registry has
 * it (<a href="https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html">validation at synthesis</a>),
 * or a rule of cdk-nag's <a href="https://github.com/cdklabs/cdk-nag/blob/main/RULES.md">AwsSolutions</a>. What was
 * found is in {@value #REPORT}, in the folder of the templates.
 */
final class CheckedApp {

    static final String REPORT = "validation-report.json";

    /** What the schemas forbid is an error, not a warning; what cdk-nag has to say counts as well. */
    private static final Map<String, Object> CONTEXT = Map.of(
            "@aws-cdk/core:validateAgainstDefaultRules", true,
            "@aws-cdk/core:annotationsInValidationReport", true);

    private CheckedApp() {}

    /** Returns the app that the CDK's command line asks for: its context, its folder. */
    static App asked() {
        return checked(AppProps.builder());
    }

    /** Returns an app that writes into the folder. */
    static App into(Path output) {
        return checked(AppProps.builder().outdir(output.toString()).analyticsReporting(false));
    }

    private static App checked(AppProps.Builder properties) {
        App app = new App(properties.context(CONTEXT).build());
        Aspects.of(app)
                .add(new AwsSolutionsChecks(
                        NagPackProps.builder().verbose(true).reports(false).build()));
        return app;
    }
}
