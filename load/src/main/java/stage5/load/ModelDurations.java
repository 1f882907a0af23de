package stage5.load;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.EnumMap;
import java.util.Map;
import stage5.load.plan.LoadModel;

/**
 * The durations of load models in a comparison.
 *
 * @param usual for models without a duration in either map
 * @param named the durations that the command line states by model
 */
record ModelDurations(Duration usual, Map<LoadModel, Duration> named) {

    /** Models with a default duration of their own. */
    private static final Map<LoadModel, Duration> OWN =
            Map.of(LoadModel.FLASH, LoadModel.FLASH.duration(), LoadModel.STEP, Duration.ofMinutes(3));

    private static final Duration USUAL = Duration.ofSeconds(30);

    /**
     * Parses a command-line argument such as {@code PT20S,flash=PT40S}, in ISO 8601.
     *
     * @throws IllegalArgumentException if it has another form
     */
    static ModelDurations parse(String text) {
        Duration usual = USUAL;
        Map<LoadModel, Duration> named = new EnumMap<>(LoadModel.class);
        for (String part : text.split(",")) {
            int model = part.indexOf('=');
            if (model < 0) {
                usual = duration(part);
            } else {
                named.put(LoadModel.of(part.substring(0, model)), duration(part.substring(model + 1)));
            }
        }
        return new ModelDurations(usual, named);
    }

    /** Returns the duration of a model. */
    Duration of(LoadModel model) {
        return named.getOrDefault(model, OWN.getOrDefault(model, usual));
    }

    private static Duration duration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("Not a duration in ISO 8601, such as PT30S: " + text, e);
        }
    }
}
