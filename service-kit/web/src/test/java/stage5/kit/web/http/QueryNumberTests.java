package stage5.kit.web.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import stage5.kit.web.problem.ProblemException;

class QueryNumberTests {

    @Test
    void shouldReturnTheNumber_whenItIsWithinTheBounds() {
        assertThat(QueryNumber.between(1, 100, "limit", "1")).isEqualTo(1);
        assertThat(QueryNumber.between(1, 100, "limit", "100")).isEqualTo(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "101", "-1", "1.5", "ten", " 5", "99999999999"})
    void shouldNameTheParameter_whenTheValueIsInvalid(String text) {
        assertThatThrownBy(() -> QueryNumber.between(1, 100, "limit", text))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().status()).isEqualTo(400);
                    assertThat(e.problem().errors())
                            .singleElement()
                            .extracting("field")
                            .isEqualTo("limit");
                });
    }
}
