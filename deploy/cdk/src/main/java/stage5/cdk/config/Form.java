package stage5.cdk.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** The form of a service on AWS. */
public enum Form {
    /** Lambda functions. */
    LAMBDA,
    /** The container form, as ECS tasks on Fargate. */
    FARGATE;

    /** Returns the form of that name, in lower case; throws {@link IllegalArgumentException} if it doesn't exist. */
    @JsonCreator
    public static Form of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.toString().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("Unknown form %s; known are lambda and fargate".formatted(name)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
