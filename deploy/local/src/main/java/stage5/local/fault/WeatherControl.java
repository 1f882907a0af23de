package stage5.local.fault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import stage5.local.fault.FaultReport.EmulatorFaults;
import stage5.local.http.HttpErrorException;

/** Sets and shows the faults of all emulators, one by one or by the name of a preset. Thread-safe. */
public final class WeatherControl {

    /** The preset without faults. */
    static final String CLEAR = "clear";

    private static final String CUSTOM = "custom";

    /** The emulators with faults; an external one has none. */
    private static final List<String> NAMES =
            List.of("dynamodb", "sqs", "sns", "redis", "redis-sessions", "payment", "smtp", "lambda");

    private final Map<String, FaultControl<?>> controls = new LinkedHashMap<>();
    private final WeatherPresets presets = WeatherPresets.load();
    private final Timer timer;
    private String preset = CLEAR;

    /** @param timer ends faults that have a time to live */
    public WeatherControl(List<FaultControl<?>> controls, Timer timer) {
        controls.forEach(control -> this.controls.put(control.name(), control));
        this.timer = timer;
    }

    /** Runs actions later. */
    @FunctionalInterface
    public interface Timer {

        /** Runs the action once, after the delay. */
        void after(Duration delay, Runnable action);
    }

    /** Returns the names of the presets. */
    public Set<String> presets() {
        return presets.byName().keySet();
    }

    /**
     * Sets the faults of a preset and removes all others. Faults of external services are left out.
     *
     * @param seed replaces each seed of the preset, unless it is null
     * @throws HttpErrorException 404 if there is no such preset
     */
    public void applyPreset(String name, Long seed) {
        Map<String, JsonNode> settings = presets.byName().get(name);
        if (settings == null) {
            throw HttpErrorException.notFound("There is no weather %s, but %s".formatted(name, presets()));
        }
        Map<String, JsonNode> seeded = new LinkedHashMap<>();
        settings.forEach((emulator, node) -> {
            if (controls.containsKey(emulator) || !NAMES.contains(emulator)) {
                seeded.put(emulator, withSeed(node, seed));
            }
        });
        setAll(seeded, name);
    }

    private static JsonNode withSeed(JsonNode settings, Long seed) {
        return seed == null ? settings : settings.<ObjectNode>deepCopy().put("seed", seed);
    }

    /**
     * Sets the faults of the given emulators and removes all others.
     *
     * @param settings by emulator
     * @throws HttpErrorException 400 if settings are invalid; then nothing is changed
     */
    public void setAll(Map<String, JsonNode> settings) {
        setAll(settings, CUSTOM);
    }

    private synchronized void setAll(Map<String, JsonNode> settings, String name) {
        Map<FaultControl<?>, Runnable> changes = new LinkedHashMap<>();
        controls.values().forEach(control -> changes.put(control, control::clear));
        settings.forEach((emulator, node) -> {
            FaultControl<?> control = control(emulator);
            changes.put(control, change(control, node));
        });
        changes.values().forEach(Runnable::run);
        preset = name;
    }

    private static <S extends FaultSettings> Runnable change(FaultControl<S> control, JsonNode node) {
        try {
            S settings = control.parse(node);
            return () -> control.set(settings);
        } catch (HttpErrorException e) {
            throw e.field().isPresent()
                    ? HttpErrorException.invalidField(
                            control.name() + "." + e.field().get(), e.getMessage())
                    : e;
        }
    }

    /**
     * Sets the faults of one emulator.
     *
     * @param timeToLive after which they end by themselves, unless they were changed; empty if they last until then
     * @throws HttpErrorException 404 if there is no such emulator, 409 if it is external, 400 if the settings are invalid
     */
    public synchronized void set(String emulator, JsonNode settings, Optional<Duration> timeToLive) {
        set(control(emulator), settings, timeToLive);
        preset = CUSTOM;
    }

    private <S extends FaultSettings> void set(
            FaultControl<S> control, JsonNode settings, Optional<Duration> timeToLive) {
        FaultActivation<S> activation = control.set(control.parse(settings), timeToLive);
        timeToLive.ifPresent(time -> timer.after(time, () -> control.expire(activation)));
    }

    /** Removes all faults. */
    public void clear() {
        setAll(Map.of(), CLEAR);
    }

    /**
     * Returns the settings of one emulator's faults.
     *
     * @throws HttpErrorException 404 if there is no such emulator, 409 if it is external
     */
    public FaultSettings settings(String emulator) {
        return control(emulator).activation().settings();
    }

    /** Returns the settings and the counted effects of all emulators. */
    public synchronized FaultReport report() {
        Map<String, EmulatorFaults> faults = new TreeMap<>();
        controls.forEach((name, control) -> faults.put(name, report(control)));
        return new FaultReport(weather(), faults);
    }

    private static EmulatorFaults report(FaultControl<?> control) {
        FaultActivation<?> activation = control.activation();
        return new EmulatorFaults(
                control.isActive(),
                activation.settings(),
                control.effects(),
                activation.endsAt().orElse(null));
    }

    /** The payment provider's own API can set faults, too. */
    private String weather() {
        if (controls.values().stream().noneMatch(FaultControl::isActive)) {
            return CLEAR;
        }
        return preset.equals(CLEAR) ? CUSTOM : preset;
    }

    private FaultControl<?> control(String emulator) {
        FaultControl<?> control = controls.get(emulator);
        if (control == null && NAMES.contains(emulator)) {
            throw new HttpErrorException(409, "not_here", emulator + " is external: faults can't be injected");
        }
        if (control == null) {
            throw HttpErrorException.notFound("There are faults of %s, not of %s".formatted(NAMES, emulator));
        }
        return control;
    }
}
