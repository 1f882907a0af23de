package stage5.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Environment;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.StackProps;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;
import software.constructs.Construct;

/**
 * One stack by itself.
 *
 * @param findings what cdk-nag's AwsSolutions has against it
 */
public record Synthesised(Template template, List<String> findings) {

    public static final String ACCOUNT = "111122223333";

    /** Returns the stack in that region, checked by cdk-nag; skips the test where there is no Node. */
    public static Synthesised of(String region, BiFunction<Construct, StackProps, Stack> stack) {
        Node.assume();
        App app = new App(AppProps.builder()
                .outdir(Path.of("target", "stacks", region + "-" + System.nanoTime()).toString())
                .analyticsReporting(false)
                .build());
        Stack made = stack.apply(
                app,
                StackProps.builder()
                        .env(Environment.builder()
                                .account(ACCOUNT)
                                .region(region)
                                .build())
                        .build());
        Aspects.of(app).add(new AwsSolutionsChecks(NagPackProps.builder().verbose(true).reports(false).build()));
        Annotations annotations = Annotations.fromStack(made);
        List<String> findings = java.util.stream.Stream.concat(
                        annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream(),
                        annotations.findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream())
                .map(message -> message.getId() + ": " + message.getEntry().getData())
                .toList();
        return new Synthesised(Template.fromStack(made), findings);
    }

    /** Returns the properties of the only resource of that type. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> only(String type) {
        Map<String, Map<String, Object>> found = template.findResources(type);
        if (found.size() != 1) {
            throw new AssertionError("There is not one %s: %s".formatted(type, found.keySet()));
        }
        return (Map<String, Object>) found.values().iterator().next().get("Properties");
    }
}
