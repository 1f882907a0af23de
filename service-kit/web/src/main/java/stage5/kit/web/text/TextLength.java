package stage5.kit.web.text;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The length of the text is within these limits. Counts Unicode code points, as {@code minLength} and {@code maxLength}
 * of JSON Schema do (<a href="https://www.rfc-editor.org/rfc/rfc8259#section-7">characters</a>; <a
 * href="https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3">validation, 6.3</a>). {@code Size} of
 * Bean Validation counts UTF-16 code units, two for each character beyond the BMP. Null is valid.
 */
@Documented
@Constraint(validatedBy = TextLength.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface TextLength {

    /** Returns the fewest code points. */
    int min() default 0;

    /** Returns the most code points. */
    int max();

    /** Returns the message of the violation. */
    String message() default "must have {min} to {max} characters";

    /** Returns the validation groups. */
    Class<?>[] groups() default {};

    /** Returns the payloads of Bean Validation. */
    Class<? extends Payload>[] payload() default {};

    /** Counts code points. */
    final class Validator implements ConstraintValidator<TextLength, String> {

        private int min;
        private int max;

        @Override
        public void initialize(TextLength limits) {
            min = limits.min();
            max = limits.max();
        }

        @Override
        public boolean isValid(String text, ConstraintValidatorContext context) {
            if (text == null) {
                return true;
            }
            int length = text.codePointCount(0, text.length());
            return length >= min && length <= max;
        }
    }
}
