package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * An update expression or a key condition, as far as it states the values of key attributes. DynamoDB Local has accepted it
 * before, so it is valid.
 */
final class Expression {

    private static final Pattern TOKEN = Pattern.compile("[#:]?\\w[\\w.#\\[\\]]*|[<>]=|<>|\\S");

    private final List<String> tokens;
    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;

    /** Null stands for an expression without content, and for no placeholders. */
    Expression(String text, Map<String, String> names, Map<String, AttributeValue> values) {
        tokens = text == null
                ? List.of()
                : TOKEN.matcher(text).results().map(MatchResult::group).toList();
        this.names = names == null ? Map.of() : names;
        this.values = values == null ? Map.of() : values;
    }

    /** Returns the value that a key condition requires an attribute to equal. */
    Optional<AttributeValue> required(String attribute) {
        for (int i = 0; i + 2 < tokens.size(); i++) {
            if (isName(i, attribute) && tokens.get(i + 1).equals("=")) {
                return Optional.ofNullable(values.get(tokens.get(i + 2)));
            }
        }
        return Optional.empty();
    }

    /** Returns the image after an update. The result of a computation is unknown. */
    Image applied(Image before) {
        return attribute -> updated(attribute).orElseGet(() -> before.get(attribute));
    }

    /** Returns whether an update may change an attribute. */
    boolean changes(String attribute) {
        return updated(attribute).isPresent();
    }

    /** Returns what an update does to an attribute; empty if it does not change it. */
    private Optional<KnownValue> updated(String attribute) {
        String clause = "";
        for (int i = 0; i < tokens.size(); i++) {
            if (isClause(i)) {
                clause = tokens.get(i).toUpperCase(Locale.ROOT);
            } else if (isName(i, attribute) && isFirstOfAction(i)) {
                return Optional.of(
                        switch (clause) {
                            case "SET" -> assigned(i + 2);
                            case "REMOVE" -> KnownValue.ABSENT;
                            default -> KnownValue.UNKNOWN;
                        });
            }
        }
        return Optional.empty();
    }

    private KnownValue assigned(int position) {
        boolean alone =
                position + 1 >= tokens.size() || tokens.get(position + 1).equals(",") || isClause(position + 1);
        AttributeValue value = alone ? values.get(tokens.get(position)) : null;
        return value == null ? KnownValue.UNKNOWN : KnownValue.of(value);
    }

    /** An argument of a function, or an operand, is no target. */
    private boolean isFirstOfAction(int position) {
        return isClause(position - 1) || tokens.get(position - 1).equals(",") && !isInFunction(position);
    }

    private boolean isInFunction(int position) {
        long opened = tokens.subList(0, position).stream().filter("("::equals).count();
        long closed = tokens.subList(0, position).stream().filter(")"::equals).count();
        return opened > closed;
    }

    private boolean isName(int position, String attribute) {
        String token = tokens.get(position);
        return names.getOrDefault(token, token).equals(attribute);
    }

    private boolean isClause(int position) {
        return position >= 0
                && switch (tokens.get(position).toUpperCase(Locale.ROOT)) {
                    case "SET", "REMOVE", "ADD", "DELETE" -> true;
                    default -> false;
                };
    }
}
