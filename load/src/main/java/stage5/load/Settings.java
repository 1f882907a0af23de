package stage5.load;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;

/**
 * What a run is made of. It reaches the simulation through system properties, because Gatling makes the simulation by
 * its class name.
 *
 * @param rate visitors that arrive a second, served or not
 * @param customers accounts that the buyers share
 * @param seed decides who looks at and buys what
 */
record Settings(Model model, double rate, Duration duration, URI target, int customers, long seed) {

    private static final String PREFIX = "stage5.load.";

    Settings {
        if (rate <= 0 || duration.isNegative() || duration.isZero() || customers < 1) {
            throw new IllegalArgumentException("Rate, duration and customers must be positive");
        }
    }

    void publish() {
        System.setProperty(PREFIX + "model", model.name());
        System.setProperty(PREFIX + "rate", String.valueOf(rate));
        System.setProperty(PREFIX + "duration", duration.toString());
        System.setProperty(PREFIX + "target", target.toString());
        System.setProperty(PREFIX + "customers", String.valueOf(customers));
        System.setProperty(PREFIX + "seed", String.valueOf(seed));
    }

    static Settings read() {
        return new Settings(
                Model.valueOf(property("model", "MIX").toUpperCase(Locale.ROOT)),
                Double.parseDouble(property("rate", "20")),
                Duration.parse(property("duration", "PT1M")),
                URI.create(property("target", "http://127.0.0.1:8080")),
                Integer.parseInt(property("customers", "20")),
                Long.parseLong(property("seed", "5")));
    }

    private static String property(String name, String otherwise) {
        return System.getProperty(PREFIX + name, otherwise);
    }
}
