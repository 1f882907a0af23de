package stage5.kit.web.resilience;

import io.smallrye.mutiny.Uni;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import java.time.Duration;
import java.util.Arrays;

/** Applies {@link RetryWithinBudget}. */
@Interceptor
@RetryWithinBudget(client = "", most = 0, delay = 0, jitter = 0)
@Priority(RetryWithinBudgetInterceptor.OUTSIDE_FAULT_TOLERANCE)
public class RetryWithinBudgetInterceptor {

    /**
     * Lower than that of MicroProfile Fault Tolerance, which is {@code PLATFORM_AFTER + 10} (<a
     * href="https://download.eclipse.org/microprofile/microprofile-fault-tolerance-4.1/microprofile-fault-tolerance-spec-4.1.html">
     * specification</a>, 10.2).
     */
    static final int OUTSIDE_FAULT_TOLERANCE = Interceptor.Priority.PLATFORM_AFTER;

    private final RetryBudgets budgets;

    RetryWithinBudgetInterceptor(RetryBudgets budgets) {
        this.budgets = budgets;
    }

    @AroundInvoke
    Object retry(InvocationContext call) throws Exception {
        if (!Uni.class.isAssignableFrom(call.getMethod().getReturnType())) {
            return call.proceed();
        }
        RetryWithinBudget policy = call.getInterceptorBinding(RetryWithinBudget.class);
        return new Retries(policy(policy), budgets.of(policy.client()))
                .run(() -> attempt(call), failure -> isRepeatable(policy, failure));
    }

    private static Uni<Object> attempt(InvocationContext call) {
        try {
            @SuppressWarnings("unchecked")
            Uni<Object> attempt = (Uni<Object>) call.proceed();
            return attempt;
        } catch (Exception e) {
            return Uni.createFrom().failure(e);
        }
    }

    private static Retries.Policy policy(RetryWithinBudget policy) {
        Duration delay = Duration.ofMillis(policy.delay());
        double jitter = policy.delay() == 0 ? 0 : Math.min(1, (double) policy.jitter() / policy.delay());
        return new Retries.Policy(policy.most(), delay, delay, jitter);
    }

    private static boolean isRepeatable(RetryWithinBudget policy, Throwable failure) {
        return Arrays.stream(policy.abortOn()).noneMatch(abort -> abort.isInstance(failure));
    }
}
