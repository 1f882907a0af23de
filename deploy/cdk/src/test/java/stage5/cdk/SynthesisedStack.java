package stage5.cdk;

import io.github.cdklabs.cdknag.AwsSolutionsChecks;
import io.github.cdklabs.cdknag.NagPackProps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import software.amazon.awscdk.App;
import software.amazon.awscdk.AppProps;
import software.amazon.awscdk.Aspects;
import software.amazon.awscdk.Stack;
import software.amazon.awscdk.assertions.Annotations;
import software.amazon.awscdk.assertions.Match;
import software.amazon.awscdk.assertions.Template;

/**
 * One synthesised stack.
 *
 * @param findings of cdk-nag's AwsSolutions
 */
public record SynthesisedStack(Template template, List<String> findings) {

    /** Returns the stack, checked by cdk-nag; skips the test if Node.js is not on the PATH. */
    @SuppressWarnings("deprecation") // the CDK's own Annotations return the deprecated SynthesisMessage
    public static SynthesisedStack of(Function<App, Stack> stack) {
        NodeJs.require();
        App app = new App(AppProps.builder()
                .outdir(output())
                // Schema violations are errors.
                .context(Map.of("@aws-cdk/core:validateAgainstDefaultRules", true))
                .analyticsReporting(false)
                .build());
        Stack synthesised = stack.apply(app);
        Aspects.of(app)
                .add(new AwsSolutionsChecks(
                        NagPackProps.builder().verbose(true).reports(false).build()));
        Annotations annotations = Annotations.fromStack(synthesised);
        List<String> findings = Stream.concat(
                        annotations.findError("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream(),
                        annotations.findWarning("*", Match.stringLikeRegexp("AwsSolutions-.*")).stream())
                .map(message -> message.getId() + ": " + message.getEntry().getData())
                .toList();
        return new SynthesisedStack(Template.fromStack(synthesised), findings);
    }

    /** Returns the properties of the only resource of that type; fails if there isn't exactly one. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> only(String type) {
        Map<String, Map<String, Object>> found = template.findResources(type);
        if (found.size() != 1) {
            throw new AssertionError("Expected one %s, found %s".formatted(type, found.keySet()));
        }
        return (Map<String, Object>) found.values().iterator().next().get("Properties");
    }

    private static String output() {
        try {
            Path parent = Files.createDirectories(Path.of("target", "stacks"));
            return Files.createTempDirectory(parent, "stack").toString();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot create a folder for the template", e);
        }
    }
}
