package stage5.local.conformance;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

/** Runs one case in one protocol, and deletes what it has created. */
final class CaseRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A case that is expected to fail does not get the full time to succeed. */
    private static final Duration DEVIATING_PATIENCE = Duration.ofSeconds(3);

    private final Target target;
    private final ConformanceCase test;
    private final Bindings bindings;
    private final CreatedResources created;
    private final StepRunner steps;

    /** @param deviates whether the case is known to fail */
    CaseRun(Target target, ConformanceCase test, Protocol protocol, Bindings shared, boolean deviates) {
        this.target = target;
        this.test = test;
        this.bindings = bindings(target, shared);
        this.created = new CreatedResources(target);
        String region = test.region() == null ? target.region() : test.region();
        this.steps = new StepRunner(
                target,
                new StepRunner.Scope(test.service(), protocol, region, deviates ? DEVIATING_PATIENCE : PATIENCE),
                bindings.bind("region", region),
                created);
    }

    private static Bindings bindings(Target target, Bindings shared) {
        return shared.copy()
                .bind("unique", "c-" + UUID.randomUUID().toString().substring(0, 13))
                .bind("account", target::account);
    }

    /** Runs the steps that a service's cases share, and returns what they bind. */
    static Bindings share(Target target, ConformanceSuite suite, CreatedResources created) throws InterruptedException {
        Bindings bindings = bindings(target, new Bindings()).bind("region", target.region());
        Protocol protocol = suite.service().equals("sns") ? Protocol.QUERY : Protocol.JSON;
        new StepRunner(
                        target,
                        new StepRunner.Scope(suite.service(), protocol, target.region(), PATIENCE),
                        bindings,
                        created)
                .require(suite.shared());
        return bindings;
    }

    /**
     * Returns how the outcome differs from the expected one; an empty list if it does not.
     *
     * @throws IllegalStateException if a step before the call fails
     */
    List<Difference> differences() throws Exception {
        try {
            prepareFunction();
            steps.require(test.setup());
            return observe();
        } finally {
            created.delete();
        }
    }

    private void prepareFunction() throws Exception {
        if (test.function() == null) {
            return;
        }
        ConformanceFunctions functions = target.functions().orElseThrow();
        if (test.service().equals("apigateway")) {
            steps.use(functions.api(test.function()));
        } else {
            ConformanceFunctions.DeployedFunction function = functions.deploy(test.function(), needsOwnFunction());
            bindings.bind("function", function.binding());
            steps.use(function);
        }
    }

    private boolean needsOwnFunction() {
        return test.function().path("fresh").asBoolean()
                || test.call().invocations()
                || test.then().stream().anyMatch(Step::invocations);
    }

    /** Stops at the first difference, because later steps may depend on the step. */
    private List<Difference> observe() throws InterruptedException {
        try {
            List<Difference> differences = steps.perform(test.call(), test.expected());
            for (Step step : test.then()) {
                if (differences.isEmpty()) {
                    differences = steps.perform(step, step.expected());
                }
            }
            return differences;
        } catch (Bindings.UnboundException e) {
            return List.of(new Difference("binding", e.getMessage()));
        }
    }
}
