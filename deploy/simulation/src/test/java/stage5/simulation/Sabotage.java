package stage5.simulation;

import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;

/** A fault planted in a service, to see that the simulation finds it. */
enum Sabotage {
    NONE,

    /** Events leave the outbox before they are published. */
    MARKS_BEFORE_IT_PUBLISHES,

    /** Each charge has a new idempotency key. */
    CHARGES_WITHOUT_KEY {
        @Override
        String paymentKey(String key, int payments) {
            return key + "-" + payments;
        }
    },

    /** The history takes an event whatever it shows already. */
    PROJECTS_BACKWARDS {
        @Override
        PutItemRequest put(PutItemRequest request) {
            return request.tableName().startsWith("order-view")
                    ? request.toBuilder()
                            .conditionExpression(null)
                            .expressionAttributeNames(null)
                            .expressionAttributeValues(null)
                            .build()
                    : request;
        }
    },

    /** Events have a field that their contract does not know. */
    PUBLISHES_BEYOND_THE_CONTRACT {
        @Override
        String published(String event) {
            return event.replaceFirst("\\{", "{\"priority\":\"high\",");
        }
    },

    /** Whoever hears of an event may mail about it, though somebody else has. */
    MAILS_WITHOUT_CLAIM {
        @Override
        UpdateItemRequest update(UpdateItemRequest request) {
            return request.updateExpression().contains("maybeTaken = :yes")
                    ? request.toBuilder()
                            .conditionExpression("attribute_not_exists(pk) OR leaseUntil < :now OR attempts > :zero")
                            .expressionAttributeValues(withZero(request))
                            .build()
                    : request;
        }
    };

    String paymentKey(String key, int payments) {
        return key;
    }

    String published(String event) {
        return event;
    }

    PutItemRequest put(PutItemRequest request) {
        return request;
    }

    UpdateItemRequest update(UpdateItemRequest request) {
        return request;
    }

    private static Map<String, AttributeValue> withZero(UpdateItemRequest request) {
        Map<String, AttributeValue> values = new HashMap<>(request.expressionAttributeValues());
        values.put(":zero", AttributeValue.fromN("0"));
        return values;
    }
}
