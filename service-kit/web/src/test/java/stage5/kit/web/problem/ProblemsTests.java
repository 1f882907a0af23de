package stage5.kit.web.problem;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.oidc.OIDCException;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.UnauthorizedException;
import io.smallrye.mutiny.CompositeException;
import java.net.ConnectException;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.eclipse.microprofile.faulttolerance.exceptions.CircuitBreakerOpenException;
import org.eclipse.microprofile.faulttolerance.exceptions.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.kit.web.problem.Problem.FieldError;

class ProblemsTests {

    static Stream<Throwable> rejections() {
        return Stream.of(
                new UnauthorizedException(),
                new AuthenticationFailedException(),
                new AuthenticationFailedException(new IllegalStateException("not signed by a known key")));
    }

    static Stream<Throwable> outages() {
        return Stream.of(
                new CircuitBreakerOpenException(),
                new CompositeException(new TimeoutException("too late"), new IllegalStateException("clean-up failed")),
                new AuthenticationFailedException(new ConnectException("no keys")),
                new AuthenticationFailedException(new RuntimeException(new ConnectException("no keys"))),
                new AuthenticationFailedException(new OIDCException("no keys")));
    }

    @ParameterizedTest
    @MethodSource("rejections")
    void shouldRespond401_whenTheTokenIsMissingOrInvalid(Throwable failure) {
        assertThat(Problems.of(failure).problem().status()).isEqualTo(401);
    }

    @ParameterizedTest
    @MethodSource("outages")
    void shouldRespond503WithRetryAfter_whenADependencyIsDown(Throwable failure) {
        ProblemException problem = Problems.of(failure);

        assertThat(problem.problem().status()).isEqualTo(503);
        assertThat(problem.headers()).containsKey("Retry-After");
    }

    @Test
    void shouldListTheFirstErrors_whenThereAreMany() {
        List<FieldError> errors = IntStream.range(0, 1000)
                .mapToObj(n -> new FieldError("lines[" + n + "]", "must not be null"))
                .toList();

        Problem problem = ProblemException.invalid(errors).problem();

        assertThat(problem.errors()).isEqualTo(errors.subList(0, 20));
        assertThat(problem.detail()).endsWith("and there are 980 more.");
    }

    @Test
    void shouldListAllErrors_whenTheyFit() {
        List<FieldError> errors = IntStream.range(0, 20)
                .mapToObj(n -> new FieldError("lines[" + n + "]", "must not be null"))
                .toList();

        Problem problem = ProblemException.invalid(errors).problem();

        assertThat(problem.errors()).isEqualTo(errors);
        assertThat(problem.detail()).doesNotContain("more");
    }

    @Test
    void shouldNotRevealDetails_whenTheFailureIsUnexpected() {
        Problem problem = Problems.of(new IllegalStateException("secret")).problem();

        assertThat(problem.status()).isEqualTo(500);
        assertThat(problem.toString()).doesNotContain("secret");
    }
}
