package stage5.cli.incident;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * What is expected of a value in the console of the local cloud.
 *
 * @param console the path of a GET
 * @param at a JSON pointer (RFC 6901) to the value. A segment {@code *} stands for each element, and {@code *?name=x} for those
 *     with this value in a field; then the value is the sum
 * @param is the expected value as text; null for a number
 * @param atLeast null for no such bound
 * @param atMost null for no such bound
 */
public record Observation(String console, String at, String is, Double atLeast, Double atMost) {

    private static final Pattern EACH = Pattern.compile("/\\*(?:\\?(\\w+)=([^/]+))?");

    public Observation {
        if (console == null || at == null) {
            throw new IllegalArgumentException("an observation needs console and at");
        }
        if (is == null && atLeast == null && atMost == null) {
            throw new IllegalArgumentException("the observation of " + at + " expects nothing");
        }
    }

    /** Returns the observed value as text; empty if it is missing. */
    public String value(JsonNode response) {
        return EACH.matcher(at).find()
                ? Double.toString(
                        found(response).mapToDouble(JsonNode::asDouble).sum())
                : response.at(at).asText();
    }

    /** Returns whether the response is as expected. A missing value never is. */
    public boolean holds(JsonNode response) {
        if (found(response).anyMatch(JsonNode::isMissingNode)) {
            return false;
        }
        String value = value(response);
        return (is == null || is.equals(value))
                && (atLeast == null || number(value) >= atLeast)
                && (atMost == null || number(value) <= atMost);
    }

    private Stream<JsonNode> found(JsonNode response) {
        Matcher each = EACH.matcher(at);
        if (!each.find()) {
            return Stream.of(response.at(at));
        }
        String rest = at.substring(each.end());
        return StreamSupport.stream(response.at(at.substring(0, each.start())).spliterator(), false)
                .filter(element -> each.group(1) == null
                        || element.path(each.group(1)).asText().equals(each.group(2)))
                .map(element -> element.at(rest));
    }

    private static double number(String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException notANumber) {
            return Double.NaN; // which is within no bound
        }
    }

    @Override
    public String toString() {
        return "GET %s %s".formatted(console, at)
                + (is == null ? "" : " is " + is)
                + (atLeast == null ? "" : " >= " + plain(atLeast))
                + (atMost == null ? "" : " <= " + plain(atMost));
    }

    private static String plain(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
    }
}
