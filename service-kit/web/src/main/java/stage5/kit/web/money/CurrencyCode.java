package stage5.kit.web.money;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Currency;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The text is the code of a currency that ISO 4217 defines, such as {@code EUR}. Codes without minor units, such as {@code
 * XXX} (no currency) and {@code XAU} (gold), are not valid, because amounts are in minor units. Null is valid.
 */
@Documented
@Constraint(validatedBy = CurrencyCode.Validator.class)
@Target({ElementType.FIELD, ElementType.METHOD, ElementType.PARAMETER, ElementType.TYPE_USE})
@Retention(RetentionPolicy.RUNTIME)
public @interface CurrencyCode {

    /** Returns the message of the violation. */
    String message() default "must be an ISO 4217 code";

    /** Returns the validation groups. */
    Class<?>[] groups() default {};

    /** Returns the payloads of Bean Validation. */
    Class<? extends Payload>[] payload() default {};

    /** Compares texts with the currencies of the Java platform. */
    final class Validator implements ConstraintValidator<CurrencyCode, String> {

        private static final Set<String> CODES = Currency.getAvailableCurrencies().stream()
                .filter(currency -> currency.getDefaultFractionDigits() >= 0)
                .map(Currency::getCurrencyCode)
                .collect(Collectors.toUnmodifiableSet());

        @Override
        public boolean isValid(String code, ConstraintValidatorContext context) {
            return code == null || CODES.contains(code);
        }
    }
}
