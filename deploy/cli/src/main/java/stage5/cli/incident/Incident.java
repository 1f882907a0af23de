package stage5.cli.incident;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import stage5.kit.telemetry.trace.SpanQuery;
import stage5.stack.Form;

/**
 * An incident with a known answer, as a file in {@code load/incidents} states it.
 *
 * @param id the name of its file; it names a symptom, never the cause
 * @param title shown before the answer is known, as {@code question}
 * @param form in which all services have to run; null means container
 * @param seed of the order of products, and of faults without a seed of their own
 * @param faults the settings of the local cloud's faults, by emulator
 * @param timeToLive after which the faults end by themselves
 * @param proof what has to be observed once the faults have taken effect, and can't be observed without them
 * @param symptoms what customers and operators see
 * @param trace selects the spans that show the cause
 * @param alarm the alarm that has to fire; null if none watches this symptom
 */
public record Incident(
        String id,
        String title,
        String question,
        Form form,
        Load load,
        long seed,
        Map<String, JsonNode> faults,
        Duration timeToLive,
        List<Observation> proof,
        List<String> symptoms,
        SpanQuery trace,
        Alarm alarm,
        Mitigation mitigation,
        Solution answer) {

    public Incident {
        requireText("id", id);
        requireText("title", title);
        requireText("question", question);
        form = Objects.requireNonNullElse(form, Form.CONTAINER);
        Objects.requireNonNull(load, "load");
        requireAny("faults", faults == null ? 0 : faults.size());
        Objects.requireNonNull(timeToLive, "timeToLive");
        requireAny("proof", proof == null ? 0 : proof.size());
        requireAny("symptoms", symptoms == null ? 0 : symptoms.size());
        Objects.requireNonNull(trace, "trace");
        Objects.requireNonNull(mitigation, "mitigation");
        Objects.requireNonNull(answer, "answer");
        if (timeToLive.compareTo(load.duration()) < 0) {
            throw new IllegalArgumentException("timeToLive must not be shorter than load.duration");
        }
    }

    /**
     * The load on the shop.
     *
     * @param orders orders a second
     * @param logIns log-ins a second
     * @param listings listings of products a second, of each category in turn; null means none
     * @param products the number of products that are ordered in turn; null means all
     * @param calm how long it lasts before the faults begin, so that there are healthy traces, and alarms know the usual
     *     values
     * @param duration how long it lasts from then on
     */
    public record Load(
            double orders, double logIns, Double listings, Integer products, Duration calm, Duration duration) {

        public Load {
            Objects.requireNonNull(calm, "load.calm");
            Objects.requireNonNull(duration, "load.duration");
            if (!(orders > 0) || !(logIns >= 0)) {
                throw new IllegalArgumentException("load.orders must be above 0, and load.logIns 0 or more");
            }
            listings = Objects.requireNonNullElse(listings, 0.0);
            if (!(listings >= 0)) {
                throw new IllegalArgumentException("load.listings must be 0 or more");
            }
            if (products != null && products < 1) {
                throw new IllegalArgumentException("load.products must be 1 or more");
            }
        }
    }

    /**
     * An alarm of the AWS stacks.
     *
     * @param speed how many times faster than on AWS its periods pass
     * @param within the longest time from the beginning of the faults until it fires
     */
    public record Alarm(String name, int speed, Duration within) {

        public Alarm {
            requireText("alarm.name", name);
            Objects.requireNonNull(within, "alarm.within");
            if (speed < 1) {
                throw new IllegalArgumentException("alarm.speed must be 1 or more");
            }
        }
    }

    /**
     * How the incident is ended.
     *
     * @param commands of {@code ./stage5}, in their order
     * @param recovery what can be observed afterwards; besides, a new order is confirmed
     * @param within the longest time until then
     */
    public record Mitigation(String text, List<String> commands, List<Observation> recovery, Duration within) {

        public Mitigation {
            requireText("mitigation.text", text);
            requireAny("mitigation.commands", commands == null ? 0 : commands.size());
            Objects.requireNonNull(within, "mitigation.within");
            recovery = Objects.requireNonNullElse(recovery, List.of());
        }
    }

    /**
     * The truth.
     *
     * @param cause the word by which a quiz is answered
     * @param choice the cause in a sentence, as a quiz offers it
     * @param accepts other words that are accepted
     */
    public record Solution(String cause, String choice, List<String> accepts, String text) {

        public Solution {
            requireText("answer.cause", cause);
            requireText("answer.choice", choice);
            requireText("answer.text", text);
            accepts = Objects.requireNonNullElse(accepts, List.of());
        }

        /** Returns all words that are accepted. */
        public List<String> words() {
            return Stream.concat(Stream.of(cause), accepts.stream()).toList();
        }
    }

    private static void requireText(String field, String value) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }

    private static void requireAny(String field, int size) {
        if (size == 0) {
            throw new IllegalArgumentException(field + " is missing");
        }
    }
}
