package stage5.simulation;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.Put;
import software.amazon.awssdk.services.dynamodb.model.PutItemRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.UpdateItemRequest;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;
import stage5.topology.StoredItem;
import stage5.topology.Table;

/** A defect planted in a service, to prove that the simulation finds it. */
enum PlantedDefect {
    NONE,

    /** Marks events as published before SNS has accepted them. */
    MARKS_BEFORE_PUBLISHING,

    /** Sends each charge with a new idempotency key. */
    CHARGES_WITHOUT_KEY {
        @Override
        String paymentKey(String key, int payments) {
            return key + "-" + payments;
        }
    },

    /** Rejects an order as refused because the provider responded with 409. */
    TREATS_A_CONFLICT_AS_REFUSAL {
        @Override
        int chargeStatus(int status) {
            return status == 409 ? 402 : status;
        }
    },

    /** Ends the void of a charge after the first response, whatever it is. */
    VOIDS_WITHOUT_CONFIRMATION {
        @Override
        int voidStatus(int status) {
            return 200;
        }
    },

    /** Ends the saga of a cancelled or rejected order without voiding the charge that may have begun. */
    SETTLES_WITHOUT_VOID {
        @Override
        TransactWriteItemsRequest transaction(TransactWriteItemsRequest request) {
            return request.toBuilder()
                    .transactItems(request.transactItems().stream()
                            .map(item -> isRefund(item) ? withoutSaga(item.put()) : item)
                            .toList())
                    .build();
        }
    },

    /** Postpones a charge, or leaves its void to do, without a time at which the saga is due again. */
    CHANGES_SAGA_WITHOUT_DUE_TIME {
        @Override
        TransactWriteItemsRequest transaction(TransactWriteItemsRequest request) {
            return request.transactItems().stream().anyMatch(PlantedDefect::putsSaga)
                    ? request.toBuilder()
                            .transactItems(request.transactItems().stream()
                                    .filter(item -> !putsDueTime(item))
                                    .toList())
                            .build()
                    : request;
        }
    },

    /** Projects an event into the history over a later one: the items of an order's events get the same key. */
    PROJECTS_OUT_OF_ORDER {
        @Override
        PutItemRequest put(PutItemRequest request) {
            return request.tableName().equals(HISTORY)
                    ? request.toBuilder()
                            .item(withoutSequence(request.item()))
                            .conditionExpression(null)
                            .expressionAttributeNames(null)
                            .expressionAttributeValues(null)
                            .build()
                    : request;
        }

        @Override
        BatchWriteItemRequest batch(BatchWriteItemRequest request) {
            return !request.requestItems().containsKey(HISTORY)
                    ? request
                    : request.toBuilder()
                            .requestItems(Map.of(
                                    HISTORY,
                                    request.requestItems().get(HISTORY).stream()
                                            .map(write -> write.putRequest() == null
                                                    ? write
                                                    : WriteRequest.builder()
                                                            .putRequest(
                                                                    put -> put.item(withoutSequence(write.putRequest()
                                                                            .item())))
                                                            .build())
                                            .toList()))
                            .build();
        }
    },

    /** Fills a bucket of a split stock without taking the units from another bucket. */
    FILLS_BUCKETS_FROM_NOTHING {
        @Override
        TransactWriteItemsRequest transaction(TransactWriteItemsRequest request) {
            return request.toBuilder()
                    .transactItems(request.transactItems().stream()
                            .filter(item -> !takesUnitsOfBucket(item))
                            .toList())
                    .build();
        }
    },

    /** Considers a product short as soon as the main bucket of its split stock is: the other buckets are not read. */
    REJECTS_BY_ONE_BUCKET {
        @Override
        BatchGetItemResponse batchGet(BatchGetItemResponse response) {
            return response.toBuilder()
                    .responses(response.responses().entrySet().stream()
                            .collect(Collectors.toMap(Map.Entry::getKey, table -> table.getValue().stream()
                                    .filter(item -> !isFurtherBucket(item))
                                    .toList())))
                    .build();
        }
    },

    /** Publishes events with a field that their contract does not have. */
    PUBLISHES_AN_UNKNOWN_FIELD {
        @Override
        String publishedBody(String event) {
            return event.replaceFirst("\\{", "{\"priority\":\"high\",");
        }
    },

    /** Ends the lease of a mail that is being sent instead of extending it. */
    MAILS_WITHOUT_LEASE_EXTENSION {
        @Override
        UpdateItemRequest update(UpdateItemRequest request) {
            return request.updateExpression().equals("SET leaseUntil = :until")
                    ? request.toBuilder()
                            .updateExpression("SET leaseUntil = :zero")
                            .expressionAttributeValues(withZeroInsteadOf(":until", request))
                            .build()
                    : request;
        }
    },

    /** Sends a mail although another delivery of the event has already claimed it. */
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

    private static final String HISTORY = "order-view";

    String paymentKey(String key, int payments) {
        return key;
    }

    int chargeStatus(int status) {
        return status;
    }

    int voidStatus(int status) {
        return status;
    }

    String publishedBody(String event) {
        return event;
    }

    PutItemRequest put(PutItemRequest request) {
        return request;
    }

    UpdateItemRequest update(UpdateItemRequest request) {
        return request;
    }

    TransactWriteItemsRequest transaction(TransactWriteItemsRequest request) {
        return request;
    }

    BatchWriteItemRequest batch(BatchWriteItemRequest request) {
        return request;
    }

    BatchGetItemResponse batchGet(BatchGetItemResponse response) {
        return response;
    }

    private static Map<String, AttributeValue> withoutSequence(Map<String, AttributeValue> item) {
        Map<String, AttributeValue> changed = new HashMap<>(item);
        changed.put("sk", AttributeValue.fromS(withoutLastPart(item.get("sk").s())));
        return changed;
    }

    private static String withoutLastPart(String sortKey) {
        return sortKey.substring(0, sortKey.lastIndexOf('#'));
    }

    private static boolean takesUnitsOfBucket(TransactWriteItem item) {
        return item.update() != null
                && item.update().updateExpression().contains("received = received + :units")
                && item.update().expressionAttributeValues().get(":units").n().startsWith("-");
    }

    private static boolean isFurtherBucket(Map<String, AttributeValue> item) {
        return StoredItem.STOCK.matches(
                        item.get(Table.PARTITION).s(), item.get(Table.SORT).s())
                && item.get(Table.PARTITION).s().split("/").length > 2;
    }

    private static boolean putsSaga(TransactWriteItem item) {
        return puts(StoredItem.SAGA, item);
    }

    private static boolean putsDueTime(TransactWriteItem item) {
        return puts(StoredItem.DUE_SAGA, item);
    }

    private static boolean puts(StoredItem kind, TransactWriteItem item) {
        return item.put() != null
                && kind.matches(
                        item.put().item().get(Table.PARTITION).s(),
                        item.put().item().get(Table.SORT).s());
    }

    private static boolean isRefund(TransactWriteItem item) {
        return item.put() != null
                && AttributeValue.fromS("refunding").equals(item.put().item().get("state"));
    }

    private static TransactWriteItem withoutSaga(Put refund) {
        return TransactWriteItem.builder()
                .delete(delete -> delete.tableName(refund.tableName())
                        .key(Map.of(
                                "pk",
                                refund.item().get("pk"),
                                "sk",
                                refund.item().get("sk")))
                        .conditionExpression(refund.conditionExpression())
                        .expressionAttributeValues(refund.expressionAttributeValues()))
                .build();
    }

    private static Map<String, AttributeValue> withZeroInsteadOf(String name, UpdateItemRequest request) {
        Map<String, AttributeValue> values = withZero(request);
        values.remove(name);
        return values;
    }

    private static Map<String, AttributeValue> withZero(UpdateItemRequest request) {
        Map<String, AttributeValue> values = new HashMap<>(request.expressionAttributeValues());
        values.put(":zero", AttributeValue.fromN("0"));
        return values;
    }
}
