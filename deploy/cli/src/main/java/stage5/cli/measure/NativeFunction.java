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
record NativeFunction(String name, long bytes, Path bootstrap, Map<String, String> environment, String event, Path log)
        implements Candidate {

    @Override
    public Optional<Bar> bar() {
        return Optional.of(Bar.NATIVE_FUNCTION);
    }

    @Override
    public StartUp start() throws InterruptedException {
        try (OneInvocation invocation = OneInvocation.of(event);
                Trial trial = Trial.start(List.of(bootstrap.toString()), with(invocation), log)) {
            long asked = invocation.asked();
            long answered = invocation.answered();
            return new StartUp(trial.since(asked), trial.since(answered), trial.resident());
        }
    }

    private Map<String, String> with(OneInvocation invocation) {
        Map<String, String> variables = new HashMap<>(environment);
        variables.put("AWS_LAMBDA_RUNTIME_API", invocation.address());
        variables.put("LAMBDA_TASK_ROOT", bootstrap.getParent().toString());
        return variables;
    }
}
