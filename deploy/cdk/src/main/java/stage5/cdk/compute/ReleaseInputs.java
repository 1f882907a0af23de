package stage5.cdk.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import software.amazon.awscdk.Fn;

/**
 * What identifies the values of other stacks that a function's variables contain: neighbours, Redis and versions of secrets.
 *
 * <p>The template only refers to these values. The CDK's hash of a function's version doesn't change with them, so the alias
 * would keep a version with the old ones. The version's description contains them, because CloudFormation replaces a
 * version whose description changes (<a
 * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html">
 * AWS::Lambda::Version</a>).
 */
final class ReleaseInputs {

    private final List<Supplier<String>> values = new ArrayList<>();

    /**
     * Adds a value.
     *
     * @param identity returns what identifies it, shorter than an address: a description has at most 256 characters. Only
     *     functions need it, and a template must not have unused parameters.
     */
    void add(Supplier<String> identity) {
        values.add(identity);
    }

    /** Returns all values in one text, with tokens; empty if there are none. */
    String description() {
        return values.isEmpty()
                ? ""
                : Fn.join(" ", values.stream().map(Supplier::get).distinct().toList());
    }
}
