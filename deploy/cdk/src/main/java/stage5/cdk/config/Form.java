package stage5.cdk.config;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Arrays;
import java.util.Locale;

/** How a service runs on AWS. */
public enum Form {
    /** Functions. */
    LAMBDA,
    /** A container that stays up. */
    FARGATE;

    /** Returns the form of that name; throws {@link IllegalArgumentException} if there is none. */
    @JsonCreator
    public static Form of(String name) {
        return Arrays.stream(values())
                .filter(form -> form.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "There is no form %s; there are lambda and fargate".formatted(name)));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
