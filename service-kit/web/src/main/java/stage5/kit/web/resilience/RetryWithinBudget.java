package stage5.kit.web.resilience;

import jakarta.enterprise.util.Nonbinding;
import jakarta.interceptor.InterceptorBinding;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Repeats failed calls of methods that return a {@code Uni}, within the {@link
 * RetryBudget} of a client. It is outside all annotations of MicroProfile Fault Tolerance: a circuit breaker counts each
 * attempt, and each attempt has its own time-out and bulkhead permit.
 */
@InterceptorBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface RetryWithinBudget {

    /** The client whose budget the calls share; see {@link RetryBudgets#of(String)}. */
    @Nonbinding
    String client();

    /** The most retries of one call. */
    @Nonbinding
    int most();

    /** The mean pause before a retry, in milliseconds. */
    @Nonbinding
    long delay();

    /** The most by which a pause differs from its mean, in milliseconds and in either direction. */
    @Nonbinding
    long jitter();

    /** Failures that are not retried. */
    @Nonbinding
    Class<? extends Throwable>[] abortOn() default {};
}
