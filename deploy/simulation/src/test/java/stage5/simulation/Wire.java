package stage5.simulation;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import stage5.simulation.Weather.Fate;

/**
 * The way from the services to everything else. Each call is a step, before and after whose effect the caller may die,
 * and on which the request or the answer may get lost.
 */
final class Wire {

    private final VirtualTime time;
    private final Weather weather;
    private final Story story;
    private final Consumer<Process> crash;
    private int mishaps;

    Wire(VirtualTime time, Weather weather, Story story, Consumer<Process> crash) {
        this.time = time;
        this.weather = weather;
        this.story = story;
        this.crash = crash;
    }

    /** Returns how many calls did not go as they should. */
    int mishaps() {
        return mishaps;
    }

    /** Returns the answer, should one come: whoever asks has a time-out of her own. */
    <T> CompletableFuture<T> call(Process caller, Supplier<String> what, Callable<T> effect) {
        return call(caller, what, effect, null);
    }

    /**
     * Returns the answer, or a failure after the given time.
     *
     * @param timeout the caller's time-out where it is an annotation, which nobody heeds here; null where it is not
     */
    <T> CompletableFuture<T> call(Process caller, Supplier<String> what, Callable<T> effect, Duration timeout) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (!caller.isAlive()) {
            return answer;
        }
        Fate fate = weather.fate(caller);
        if (fate != Fate.DONE) {
            mishaps++;
        }
        if (timeout != null) {
            time.after(timeout, caller, () -> answer.completeExceptionally(new TimeoutException("No answer")));
        }
        time.after(weather.latency(), Process.WORLD, () -> arrive(caller, what, effect, fate, answer));
        return answer;
    }

    private <T> void arrive(
            Process caller, Supplier<String> what, Callable<T> effect, Fate fate, CompletableFuture<T> answer) {
        boolean sentBeforeDeath = caller.isAlive() || weather.random().nextBoolean();
        if (fate == Fate.REQUEST_LOST || !sentBeforeDeath) {
            story.step(caller, () -> what.get() + " never arrives");
            return;
        }
        if (fate == Fate.CRASH_BEFORE && crashes(caller)) {
            story.step(caller, () -> "CRASH before " + what.get());
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
        story.step(caller, () -> what.get() + (outcome == null ? "" : " -> " + outcome));
        if (fate == Fate.CRASH_AFTER && crashes(caller)) {
            story.step(caller, () -> "CRASH after " + what.get());
            crash.accept(caller);
        } else if (fate == Fate.ANSWER_LOST) {
            story.step(caller, () -> "the answer is lost: " + what.get());
        } else {
            answer(caller, answer, result, failure);
        }
    }

    /** It may have died, or taken on a message's last chance, since the call was made. */
    private static boolean crashes(Process caller) {
        return caller.isAlive() && !caller.isSpared();
    }

    private <T> void answer(Process caller, CompletableFuture<T> answer, T result, Exception failure) {
        time.after(weather.latency(), caller, () -> {
            if (failure == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(failure);
            }
        });
    }
}
