package stage5.kit.web.text;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.validation.Validation;
import jakarta.validation.Validator;
import org.junit.jupiter.api.Test;

class TextLengthTests {

    private static final String KEY = "\ud83d\udd11";

    private static final Validator VALIDATOR =
            Validation.byDefaultProvider().configure().buildValidatorFactory().getValidator();

    private record Sample(@TextLength(min = 2, max = 3) String text) {}

    @Test
    void shouldAccept_whenTheCodePointsAreWithinTheLimits() {
        assertThat(VALIDATOR.validate(new Sample(null))).isEmpty();
        assertThat(VALIDATOR.validate(new Sample("ab"))).isEmpty();
        assertThat(VALIDATOR.validate(new Sample(KEY.repeat(3)))).isEmpty();
    }

    @Test
    void shouldReject_whenThereAreTooFewOrTooManyCodePoints() {
        assertThat(VALIDATOR.validate(new Sample(KEY))).hasSize(1);
        assertThat(VALIDATOR.validate(new Sample("abcd"))).hasSize(1);
        assertThat(VALIDATOR.validate(new Sample(KEY.repeat(4))))
                .singleElement()
                .extracting("message")
                .isEqualTo("must have 2 to 3 characters");
    }
}
