package stage5.local.fault;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import stage5.local.http.HttpErrorException;
import stage5.local.http.Json;

/**
 * Sets and shows the faults of one emulator. Thread-safe.
 *
 * @param <S> the type of the settings
 */
public final class FaultControl<S extends FaultSettings> {

    private final String name;
    private final Class<S> type;
    private final S none;
    private final List<String> effects;
    private final InstantSource clock;
    private volatile Consumer<FaultActivation<S>> listener = activation -> {};
    private volatile Map<String, LongAdder> counters;
    private volatile FaultActivation<S> activation;

    /**
     * Creates the control without a fault.
     *
     * @param name the emulator's name in the console's API
     * @param none the settings without a fault
     * @param effects the names of the effects that are counted
     */
    public FaultControl(String name, Class<S> type, S none, List<String> effects, InstantSource clock) {
        this.name = name;
        this.type = type;
        this.none = none;
        this.effects = effects;
        this.clock = clock;
        this.counters = zeros();
        this.activation = new FaultActivation<>(none, counters, clock.millis(), Optional.empty());
    }

    public String name() {
        return name;
    }

    /** Returns the settings that are in force, with their random numbers and counters. */
    public FaultActivation<S> activation() {
        return activation;
    }

    /** Returns whether any fault is set. */
    public boolean isActive() {
        return !activation.settings().equals(none);
    }

    /**
     * Replaces the settings. The random numbers start again. The counters start again at 0 if a fault is set; they keep
     * their values if the faults are removed.
     */
    public void set(S settings) {
        set(settings, Optional.empty());
    }

    /**
     * Replaces the settings as {@link #set(FaultSettings)} does.
     *
     * @param timeToLive after which the caller will {@link #expire} them; empty if they last until they are changed
     * @return the new activation
     */
    synchronized FaultActivation<S> set(S settings, Optional<Duration> timeToLive) {
        if (!settings.equals(none)) {
            counters = zeros();
        }
        activation = new FaultActivation<>(settings, counters, clock.millis(), timeToLive.map(time -> clock.instant()
                .plus(time)));
        listener.accept(activation);
        return activation;
    }

    /** Removes all faults, unless they were changed after this activation. */
    synchronized void expire(FaultActivation<?> ended) {
        if (activation == ended) {
            clear();
        }
    }

    /** Removes all faults. */
    public void clear() {
        set(none);
    }

    /**
     * Parses settings without setting them. Omitted fields have their defaults.
     *
     * @throws HttpErrorException 400 if they are invalid; it names the field
     */
    S parse(JsonNode settings) {
        return Json.convert(settings, type);
    }

    /** Calls the listener with each new activation, in the thread that sets it. */
    public void onChange(Consumer<FaultActivation<S>> newListener) {
        listener = newListener;
    }

    /** Returns how often each effect took place since a fault was last set. */
    public Map<String, Long> effects() {
        Map<String, Long> counts = new TreeMap<>();
        counters.forEach((effect, count) -> counts.put(effect, count.sum()));
        return counts;
    }

    private Map<String, LongAdder> zeros() {
        return effects.stream().collect(Collectors.toUnmodifiableMap(effect -> effect, effect -> new LongAdder()));
    }
}
