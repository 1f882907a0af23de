package stage5.load;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import stage5.load.plan.Model;

/**
 * How long models are run.
 *
 * @param usual where nothing else is said of a model, and it has no length of its own
 */
record Lengths(Duration usual, Map<Model, Duration> said) {

    /** Whose length is part of what they are. */
    private static final Map<Model, Duration> OWN =
            Map.of(Model.FLASH, Model.FLASH.duration(), Model.STEP, Duration.ofMinutes(3));

    private static final Duration USUAL = Duration.ofSeconds(30);

    /**
     * Returns lengths as they are written in commands: {@code PT20S,flash=PT40S}, in ISO 8601.
     *
     * @throws IllegalArgumentException if they are not
     */
    static Lengths parse(String text) {
        Duration usual = USUAL;
        Map<Model, Duration> said = new EnumMap<>(Model.class);
        for (String one : text.split(",")) {
            int model = one.indexOf('=');
            if (model < 0) {
                usual = duration(one);
            } else {
                said.put(Model.of(one.substring(0, model)), duration(one.substring(model + 1)));
            }
        }
        return new Lengths(usual, said);
    }

    Duration of(Model model) {
        return said.getOrDefault(model, OWN.getOrDefault(model, usual));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("No duration of ISO 8601, such as PT30S: " + text, e);
        }
    }
}
