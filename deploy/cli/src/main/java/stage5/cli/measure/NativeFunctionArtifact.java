package stage5.cli.measure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A native function without a CPU limit, so that the figures are those of the executable and not of Lambda's CPU share.
 *
 * @param event the event of the invocation
 */
record NativeFunctionArtifact(
        String name, long bytes, Path bootstrap, Map<String, String> environment, String event, Path log)
        implements MeasuredArtifact {

    @Override
    public Optional<StartUpThreshold> threshold() {
        return Optional.of(StartUpThreshold.NATIVE_FUNCTION);
    }

    @Override
    public StartUp start() throws InterruptedException {
        try (SingleInvocationRuntime invocation = SingleInvocationRuntime.of(event);
                MeasuredProcess process = MeasuredProcess.start(List.of(bootstrap.toString()), with(invocation), log)) {
            long requestedAt = invocation.requestedAt();
            long answeredAt = invocation.answeredAt();
            return new StartUp(process.since(requestedAt), process.since(answeredAt), process.resident());
        }
    }

    private Map<String, String> with(SingleInvocationRuntime invocation) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("AWS_LAMBDA_RUNTIME_API", invocation.address());
        variables.put("LAMBDA_TASK_ROOT", bootstrap.getParent().toString());
        return variables;
    }
}
