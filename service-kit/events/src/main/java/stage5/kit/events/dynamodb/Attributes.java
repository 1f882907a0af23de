package stage5.kit.events.dynamodb;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Creates and reads DynamoDB attribute values; meant for static import. */
public final class Attributes {

    /** The partition key of every table. */
    public static final String PK = "pk";

    /** The sort key of every table. */
    public static final String SK = "sk";

    private Attributes() {}

    /** Returns a string attribute. */
    public static AttributeValue s(String value) {
        return AttributeValue.fromS(value);
    }

    /** Returns a number attribute. */
    public static AttributeValue n(long value) {
        return AttributeValue.fromN(Long.toString(value));
    }

    /** Returns the key of an item. */
    public static Map<String, AttributeValue> key(String pk, String sk) {
        return Map.of(PK, s(pk), SK, s(sk));
    }

    /** Returns a required string attribute of an item; throws {@link IllegalStateException} if it is missing. */
    public static String string(Map<String, AttributeValue> item, String name) {
        return attribute(item, name).s();
    }

    /** Returns a required number attribute of an item; throws {@link IllegalStateException} if it is missing. */
    public static long number(Map<String, AttributeValue> item, String name) {
        return Long.parseLong(attribute(item, name).n());
    }

    private static AttributeValue attribute(Map<String, AttributeValue> item, String name) {
        AttributeValue value = item.get(name);
        if (value == null) {
            throw new IllegalStateException("Item " + item.get(PK) + " " + item.get(SK) + " has no " + name);
        }
        return value;
    }
}
