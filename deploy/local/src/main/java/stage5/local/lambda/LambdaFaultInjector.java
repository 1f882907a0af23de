package stage5.local.lambda;

import java.time.InstantSource;
import java.util.List;
import stage5.local.fault.FaultActivation;
import stage5.local.fault.FaultControl;

/** Decides which environments end early and start late. Thread-safe. */
final class LambdaFaultInjector {

    private static final String RECYCLED = "recycled";
    private static final String DELAYED_STARTS = "delayedStarts";

    private final FaultControl<LambdaFault> control = new FaultControl<>(
            "lambda", LambdaFault.class, LambdaFault.NONE, List.of(RECYCLED, DELAYED_STARTS), InstantSource.system());

    FaultControl<LambdaFault> control() {
        return control;
    }

    /** Returns whether the environment of an invocation of the function ends after it. */
    boolean recycles(String function) {
        FaultActivation<LambdaFault> now = control.activation();
        return now.settings().concerns(function)
                && now.happens(RECYCLED, now.settings().recycleShare());
    }

    /** Returns the time in milliseconds that the next start of an environment of the function takes longer. */
    int startMillis(String function) {
        FaultActivation<LambdaFault> now = control.activation();
        if (!now.settings().concerns(function) || now.settings().startMillis() == 0) {
            return 0;
        }
        now.count(DELAYED_STARTS, 1);
        return now.settings().startMillis();
    }
}
