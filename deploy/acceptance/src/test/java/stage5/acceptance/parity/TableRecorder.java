package stage5.acceptance.parity;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import stage5.acceptance.parity.Recording.Kind;
import stage5.stack.Ports;
import stage5.stack.cloud.CloudClients;
import stage5.topology.Table;
import stage5.topology.Topology;

/** Records every item of every DynamoDB table. */
final class TableRecorder {

    private final Recording recording;

    TableRecorder(Recording recording) {
        this.recording = recording;
    }

    void record(Ports ports) {
        try (DynamoDbClient dynamo = CloudClients.dynamoDb(ports)) {
            Topology.load().tables().sorted(Comparator.comparing(Table::name)).forEach(table -> record(dynamo, table));
        }
    }

    private void record(DynamoDbClient dynamo, Table table) {
        List<Map<String, AttributeValue>> items =
                dynamo.scanPaginator(scan -> scan.tableName(table.name()).consistentRead(true)).items().stream()
                        .map(item -> (Map<String, AttributeValue>) new TreeMap<>(item))
                        .sorted(Comparator.comparing(
                                item -> recording.normaliser().peek(item.toString())))
                        .toList();
        recording.count(Kind.ITEMS, items.size());
        for (Map<String, AttributeValue> item : items) {
            String key = recording.normaliser().normalise(key(item, Table.PARTITION) + "/" + key(item, Table.SORT));
            String name = Kind.ITEMS.at(table.name() + "/" + key);
            item.forEach((attribute, value) -> add(name + "/" + attribute, value));
        }
    }

    private static String key(Map<String, AttributeValue> item, String attribute) {
        AttributeValue value = item.get(attribute);
        return value == null ? "" : value.s();
    }

    private void add(String name, AttributeValue value) {
        switch (value.type()) {
            case S -> recording.addText(name, value.s());
            case N -> recording.add(name, value.n());
            case BOOL -> recording.add(name, value.bool().toString());
            case B -> recording.add(name, value.b().asByteArray().length + " bytes");
            case M -> new TreeMap<>(value.m()).forEach((key, each) -> add(name + "/" + key, each));
            case L -> {
                for (int i = 0; i < value.l().size(); i++) {
                    add(name + "/" + i, value.l().get(i));
                }
            }
            case SS -> recording.add(name, value.ss().stream().sorted().toList().toString());
            default -> recording.add(name, value.toString());
        }
    }
}
