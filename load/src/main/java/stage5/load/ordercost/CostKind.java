package stage5.load.ordercost;

import java.util.Optional;

/** The kinds of cost of an order. */
public enum CostKind {
    /** Calls of DynamoDB, by table and operation. */
    DYNAMODB_CALLS("dynamodb-calls", "1", "dynamodbCalls"),
    /** Write request units, by table. */
    WRITE_UNITS("write-units", "1", "writeUnits"),
    /** Read request units, by table. */
    READ_UNITS("read-units", "1", "readUnits"),
    /** Calls of SNS, by topic and action. */
    SNS_CALLS("sns-calls", "1", "snsCalls"),
    /** Messages that SNS delivers, by queue. */
    DELIVERIES("deliveries", "1", "deliveries"),
    /** Calls of SQS, empty receives included, by queue and action. */
    SQS_CALLS("sqs-calls", "1", "sqsCalls"),
    /** Commands of Redis, by name; commands inside scripts included. */
    REDIS_COMMANDS("redis-commands", "1", null),
    /** Bytes of uncompressed spans, by service. */
    SPAN_BYTES("span-bytes", "B", "spanBytes"),
    /** CPU time of user and kernel, by process. */
    CPU("cpu", "ms", null);

    private final String label;
    private final String unit;
    private final String counter;

    CostKind(String label, String unit, String counter) {
        this.label = label;
        this.unit = unit;
        this.counter = counter;
    }

    /** Returns the name in files. */
    public String label() {
        return label;
    }

    public String unit() {
        return unit;
    }

    /** Returns the local cloud's name of the counter; empty if the local cloud does not count it. */
    Optional<String> counter() {
        return Optional.ofNullable(counter);
    }
}
