package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.Map;

/** What a request and its response reveal of an item before or after a write. */
@FunctionalInterface
interface Image {

    /** There is no such item. */
    Image NONE = attribute -> KnownValue.ABSENT;

    /** Nothing is known. */
    Image UNKNOWN = attribute -> KnownValue.UNKNOWN;

    KnownValue get(String attribute);

    /** Returns the image of an item of which all attributes are known; null means that there is no item. */
    static Image of(Map<String, AttributeValue> item) {
        return item == null ? NONE : attribute -> KnownValue.of(item.get(attribute));
    }
}
