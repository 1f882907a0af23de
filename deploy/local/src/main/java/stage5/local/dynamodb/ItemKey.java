package stage5.local.dynamodb;

import com.amazonaws.services.dynamodbv2.model.AttributeValue;
import java.util.Map;

/** The primary key of one item. */
record ItemKey(String table, Map<String, AttributeValue> attributes) {}
