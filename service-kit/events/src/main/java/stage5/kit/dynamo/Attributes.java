package stage5.kit.dynamo;

import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Short names for DynamoDB's attribute values, to be imported statically. */
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

    /** Returns a string that an item must have; throws {@link IllegalStateException} where it lacks it. */
    public static String string(Map<String, AttributeValue> item, String name) {
        return attribute(item, name).s();
    }

    /** Returns a number that an item must have; throws {@link IllegalStateException} where it lacks it. */
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
