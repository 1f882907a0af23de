package stage5.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;

/**
 * Creates apps whose synthesis fails if a template violates the schema of a resource type in CloudFormation's registry
 * (<a href="https://docs.aws.amazon.com/cdk/v2/guide/policy-validation-synthesis.html">validation at synthesis</a>),
 * or a rule of cdk-nag's <a href="https://github.com/cdklabs/cdk-nag/blob/main/RULES.md">AwsSolutions</a>. The findings are
 * in {@value #REPORT}, in the folder of the templates.
 */
final class CheckedApp {

    static final String REPORT = "validation-report.json";

    /** Makes schema violations errors instead of warnings, and adds cdk-nag's findings to the report. */
    private static final Map<String, Object> CONTEXT = new TreeMap<>(Map.of(
            "@aws-cdk/core:validateAgainstDefaultRules", true,
            "@aws-cdk/core:annotationsInValidationReport", true));

    private CheckedApp() {}

    /** Returns an app with the context and the output folder of the CDK's command line. */
    static App ofCommandLine() {
        return checked(AppProps.builder());
    }

    /** Returns an app that writes its templates into the folder. */
    static App into(Path output) {
        return checked(AppProps.builder().outdir(output.toString()).analyticsReporting(false));
    }

    private static App checked(AppProps.Builder properties) {
        App app = new App(properties.context(CONTEXT).build());
        Aspects.of(app)
                .add(new AwsSolutionsChecks(
                        NagPackProps.builder().verbose(true).reports(false).build()));
        AcknowledgedWarning.acknowledgeAll(app);
        return app;
    }
}
