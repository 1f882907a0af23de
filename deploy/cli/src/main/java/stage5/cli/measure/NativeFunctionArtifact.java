package stage5.cli.measure;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A native function, with no limit to its CPU: what Lambda would take from it by its memory size is not the
 * executable's doing.
 *
 * @param event the one that it is handed
 */
record NativeFunctionArtifact(String name, long bytes, Path bootstrap, Map<String, String> environment, String event, Path log)
        implements MeasuredArtifact {

    @Override
    public Optional<StartUpThreshold> threshold() {
        return Optional.of(StartUpThreshold.NATIVE_FUNCTION);
    }

    @Override
    public StartUp start() throws InterruptedException {
        try (SingleInvocationRuntime invocation = SingleInvocationRuntime.of(event);
                MeasuredProcess process = MeasuredProcess.start(List.of(bootstrap.toString()), with(invocation), log)) {
            long asked = invocation.asked();
            long answered = invocation.answered();
            return new StartUp(process.since(asked), process.since(answered), process.resident());
        }
    }

    private Map<String, String> with(SingleInvocationRuntime invocation) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("AWS_LAMBDA_RUNTIME_API", invocation.address());
        variables.put("LAMBDA_TASK_ROOT", bootstrap.getParent().toString());
        return variables;
    }
}
