package stage5.simulation;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import stage5.simulation.Weather.Fate;

/**
 * The services' calls to other systems. Each call is one step of the simulation. Before or after its effect the caller may
 * crash, and the request or the response may be lost.
 */
final class RemoteCalls {

    private final VirtualTime time;
    private final Weather weather;
    private final SimulationLog log;
    private final Consumer<SimulatedProcess> crash;
    private final Map<String, Integer> failedCalls = new HashMap<>();

    RemoteCalls(VirtualTime time, Weather weather, SimulationLog log, Consumer<SimulatedProcess> crash) {
        this.time = time;
        this.weather = weather;
        this.log = log;
        this.crash = crash;
    }

    /** Returns the number of calls of a service with a crash or a loss. */
    int failedCalls(String service) {
        return failedCalls.entrySet().stream()
                .filter(process -> process.getKey().startsWith(service))
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /** Completes with the response; never completes if it is lost, so the caller needs its own time-out. */
    <T> CompletableFuture<T> call(SimulatedProcess caller, Supplier<String> what, Callable<T> effect) {
        return call(caller, what, effect, null);
    }

    /**
     * Completes with the response; fails with {@code TimeoutException} after the time-out.
     *
     * @param timeout the caller's time-out if it is an annotation, which has no effect without CDI; else null
     */
    <T> CompletableFuture<T> call(
            SimulatedProcess caller, Supplier<String> what, Callable<T> effect, Duration timeout) {
        CompletableFuture<T> response = new CompletableFuture<>();
        if (!caller.isAlive()) {
            return response;
        }
        Fate fate = weather.fate(caller);
        if (fate != Fate.DONE) {
            failedCalls.merge(caller.name(), 1, Integer::sum);
        }
        if (timeout != null) {
            time.after(timeout, caller, () -> response.completeExceptionally(new TimeoutException("No response")));
        }
        time.after(weather.latency(), SimulatedProcess.WORLD, () -> arrive(caller, what, effect, fate, response));
        return response;
    }

    private <T> void arrive(
            SimulatedProcess caller,
            Supplier<String> what,
            Callable<T> effect,
            Fate fate,
            CompletableFuture<T> response) {
        boolean sentBeforeDeath = caller.isAlive() || weather.random().nextBoolean();
        if (fate == Fate.REQUEST_LOST || !sentBeforeDeath) {
            log.step(caller, () -> what.get() + " is lost");
            return;
        }
        if (fate == Fate.CRASH_BEFORE && canCrash(caller)) {
            log.step(caller, () -> "CRASH before " + what.get());
            crash.accept(caller);
            return;
        }
        T result = null;
        Exception failure = null;
        try {
            result = effect.call();
        } catch (Exception e) {
            failure = e;
        }
        Exception outcome = failure;
        log.step(caller, () -> what.get() + (outcome == null ? "" : " -> " + outcome));
        if (fate == Fate.CRASH_AFTER && canCrash(caller)) {
            log.step(caller, () -> "CRASH after " + what.get());
            crash.accept(caller);
        } else if (fate == Fate.RESPONSE_LOST) {
            log.step(caller, () -> "the response is lost: " + what.get());
        } else {
            respond(caller, response, result, failure);
        }
    }

    /** Returns whether the caller can crash now. Since the call began, it may have crashed or become protected. */
    private static boolean canCrash(SimulatedProcess caller) {
        return caller.isAlive() && !caller.isProtected();
    }

    private <T> void respond(SimulatedProcess caller, CompletableFuture<T> response, T result, Exception failure) {
        time.after(weather.latency(), caller, () -> {
            if (failure == null) {
                response.complete(result);
            } else {
                response.completeExceptionally(failure);
            }
        });
    }
}
