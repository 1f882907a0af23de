package stage5.local.sns;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.Set;

/**
 * Checks that a filter policy has only operators that SNS supports. Event-ruler knows more. Everything else that may be
 * invalid is left to it. The error messages and positions are those of event-ruler.
 *
 * @see <a href="https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html">Filter operators of
 *     SNS</a>
 */
final class FilterPolicyOperators {

    private static final String OR = "$or";
    private static final String PREFIX = "prefix";
    private static final String SUFFIX = "suffix";
    private static final String ANYTHING_BUT = "anything-but";
    private static final Set<String> OPERATORS =
            Set.of(PREFIX, SUFFIX, ANYTHING_BUT, "equals-ignore-case", "cidr", "exists", "numeric");
    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private final JsonParser parser;

    private FilterPolicyOperators(JsonParser parser) {
        this.parser = parser;
    }

    /** Throws {@link SnsErrorException} for the first operator that SNS refuses. The policy must be valid JSON. */
    static void check(String policy) {
        try (JsonParser parser = JSON.createParser(policy)) {
            parser.nextToken();
            new FilterPolicyOperators(parser).keys();
        } catch (JsonParseException e) {
            throw SnsErrorException.invalidParameter("FilterPolicy: " + e.getMessage());
        } catch (IOException e) {
            throw new IllegalStateException("The policy is in memory", e);
        }
    }

    /** Checks an object with keys: a policy, a nested key or an alternative of {@code $or}. */
    private void keys() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            boolean isOr = parser.currentName().equals(OR);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                keys();
            } else if (value == JsonToken.START_ARRAY) {
                elements(isOr);
            }
        }
    }

    private void elements(boolean areAlternatives) throws IOException {
        JsonToken element = parser.nextToken();
        while (element != JsonToken.END_ARRAY) {
            if (element == JsonToken.START_OBJECT && areAlternatives) {
                keys();
            } else if (element == JsonToken.START_OBJECT) {
                operator();
            } else {
                parser.skipChildren();
            }
            element = parser.nextToken();
        }
    }

    private void operator() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            require(OPERATORS.contains(name), "Unrecognized match type " + name);
            JsonToken value = parser.nextToken();
            if (value == JsonToken.START_OBJECT) {
                require(!name.equals(PREFIX) && !name.equals(SUFFIX), name + " match pattern must be a string");
                if (name.equals(ANYTHING_BUT)) {
                    anythingBut();
                    continue;
                }
            }
            parser.skipChildren();
        }
    }

    private void anythingBut() throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String name = parser.currentName();
            require(name.equals(PREFIX), "Unsupported anything-but pattern: " + name);
            require(parser.nextToken() == JsonToken.VALUE_STRING, "prefix match pattern must be a string");
        }
    }

    private void require(boolean valid, String message) throws JsonParseException {
        if (!valid) {
            throw new JsonParseException(parser, message);
        }
    }
}
