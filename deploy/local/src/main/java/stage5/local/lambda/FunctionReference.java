package stage5.local.lambda;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import stage5.local.aws.Aws;

/**
 * A function's name with an optional qualifier, as callers of the API state it.
 *
 * @param qualifier a version, an alias or {@code $LATEST}; null if none is stated
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html#API_Invoke_RequestParameters">Name
 *     formats</a>
 */
record FunctionReference(String name, String qualifier) {

    static final String LATEST = "$LATEST";

    private static final String NAME =
            "(arn:(aws[a-zA-Z-]*)?:lambda:)?((eusc-)?[a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?"
                    + "(\\d{12}:)?(function:)?([a-zA-Z0-9-_\\.]+)(:(\\$LATEST(\\.PUBLISHED)?|[a-zA-Z0-9-_]+))?";
    private static final String QUALIFIER = "\\$(LATEST(\\.PUBLISHED)?)|[a-zA-Z0-9-_$]+";
    private static final Pattern NAME_PATTERN = Pattern.compile(NAME);
    private static final Pattern QUALIFIER_PATTERN = Pattern.compile(QUALIFIER);
    private static final int REGION_GROUP = 3;
    private static final int NAME_GROUP = 11;
    private static final int QUALIFIER_GROUP = 13;
    private static final int MAX_QUALIFIER = 128;

    /**
     * Parses a name, a partial ARN or an ARN, each with or without a qualifier.
     *
     * @param qualifier the qualifier that is stated separately; null if there is none
     * @throws LambdaErrorException if one is malformed, both state different qualifiers, or the region is another one
     */
    static FunctionReference parse(String function, String qualifier) {
        Matcher matcher = NAME_PATTERN.matcher(function);
        check(matcher.matches(), function, qualifier);
        String region = matcher.group(REGION_GROUP);
        if (region != null && !region.equals(Aws.REGION + ":")) {
            throw LambdaErrorException.notFound("Functions from '%s' are not reachable in this region ('%s')"
                    .formatted(region.substring(0, region.length() - 1), Aws.REGION));
        }
        String derived = matcher.group(QUALIFIER_GROUP);
        if (derived != null && qualifier != null && !derived.equals(qualifier)) {
            throw LambdaErrorException.invalidParameter(
                    "The derived qualifier from the function name does not match the specified qualifier.");
        }
        return new FunctionReference(matcher.group(NAME_GROUP), derived == null ? qualifier : derived);
    }

    private static void check(boolean isFunction, String function, String qualifier) {
        List<String> violations = new ArrayList<>();
        if (qualifier != null && qualifier.length() > MAX_QUALIFIER) {
            violations.add(violation(qualifier, "qualifier") + "length less than or equal to " + MAX_QUALIFIER);
        } else if (qualifier != null && !QUALIFIER_PATTERN.matcher(qualifier).matches()) {
            violations.add(mismatch(qualifier, "qualifier", QUALIFIER));
        }
        if (!isFunction) {
            violations.add(mismatch(function, "functionName", NAME));
        }
        if (!violations.isEmpty()) {
            throw LambdaErrorException.validation(violations.toArray(String[]::new));
        }
    }

    private static String violation(String value, String field) {
        return "Value '%s' at '%s' failed to satisfy constraint: Member must have ".formatted(value, field);
    }

    private static String mismatch(String value, String field, String pattern) {
        return "Value '%s' at '%s' failed to satisfy constraint: Member must satisfy regular expression pattern: %s"
                .formatted(value, field, pattern);
    }

    /** Returns the ARN with the qualifier that the caller stated, which the function gets. */
    String arn() {
        return qualifier == null ? Aws.functionArn(name) : Aws.functionArn(name) + ":" + qualifier;
    }

    /** Returns the ARN with the qualifier that applies. */
    String qualifiedArn() {
        return Aws.functionArn(name) + ":" + effectiveQualifier();
    }

    String effectiveQualifier() {
        return qualifier == null ? LATEST : qualifier;
    }

    InvocationOutcome.Refused unknown() {
        return new InvocationOutcome.Refused(404, "ResourceNotFoundException", "Function not found: " + qualifiedArn());
    }
}
