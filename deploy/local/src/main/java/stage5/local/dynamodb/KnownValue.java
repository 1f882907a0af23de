package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;

/**
 * What the meter knows of an attribute.
 *
 * @param certain whether the value is known
 * @param value null if the item is known to lack the attribute, or if nothing is known
 */
record KnownValue(boolean certain, AttributeValue value) {

    static final KnownValue UNKNOWN = new KnownValue(false, null);
    static final KnownValue ABSENT = new KnownValue(true, null);

    /** Returns a known value; null means that the item lacks the attribute. */
    static KnownValue of(AttributeValue value) {
        return value == null ? ABSENT : new KnownValue(true, value);
    }

    boolean isPresent() {
        return value != null;
    }

    boolean isAbsent() {
        return certain && value == null;
    }
}
