package stage5.local.conformance;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Makes one call by several callers at the same time, and counts the outcomes. */
final class ConcurrentCalls {

    private ConcurrentCalls() {}

    /**
     * Returns a result with the fields {@code succeeded} (a number), {@code codes} (the different error codes) and {@code
     * reasons} (the different cancellation reasons of transactions).
     */
    static Result make(Step.Concurrency concurrency, Supplier<Result> call) throws InterruptedException {
        List<Result> results = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(concurrency.callers())) {
            List<Future<List<Result>>> all = callers.invokeAll(Collections.nCopies(
                    concurrency.callers(),
                    () -> Stream.generate(call).limit(concurrency.calls()).toList()));
            for (Future<List<Result>> one : all) {
                results.addAll(one.get());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("A concurrent call has failed", e);
        }
        ObjectNode fields = JsonNodeFactory.instance
                .objectNode()
                .put("succeeded", results.stream().filter(Result::isSuccess).count());
        results.stream().map(Result::code).filter(Objects::nonNull).distinct().forEach(fields.putArray("codes")::add);
        results.stream()
                .flatMap(result -> result.fields().findValuesAsText("Code").stream())
                .distinct()
                .forEach(fields.putArray("reasons")::add);
        return new Result(200, null, null, Map.of(), null, fields);
    }
}
