package stage5.cdk.data;

import java.util.List;
import software.amazon.awscdk.services.dynamodb.Attribute;
import software.amazon.awscdk.services.dynamodb.AttributeType;
import software.amazon.awscdk.services.dynamodb.Billing;
import software.amazon.awscdk.services.dynamodb.GlobalSecondaryIndexPropsV2;
import software.amazon.awscdk.services.dynamodb.MultiRegionConsistency;
import software.amazon.awscdk.services.dynamodb.PointInTimeRecoverySpecification;
import software.amazon.awscdk.services.dynamodb.ProjectionType;
import software.amazon.awscdk.services.dynamodb.ReplicaTableProps;
import software.amazon.awscdk.services.dynamodb.TableEncryptionV2;
import software.amazon.awscdk.services.dynamodb.TableV2;
import software.constructs.Construct;
import stage5.cdk.StackLocation;
import stage5.topology.Table;

/**
 * Creates the topology's tables and the table of the fence: on-demand capacity, point-in-time recovery over 35 days, a replica
 * per further region.
 */
final class Tables {

    private Tables() {}

    static TableV2 create(Construct scope, StackLocation location, Table table) {
        return table(scope, location, table.name())
                .timeToLiveAttribute(table.timeToLive())
                .globalSecondaryIndexes(
                        table.indexes().stream().map(Tables::index).toList())
                .build();
    }

    /** Creates a table whose reads return the last write in any region, which has neither a time to live nor transactions. */
    static TableV2 createStronglyConsistent(Construct scope, StackLocation location, String name) {
        return table(scope, location, name)
                .multiRegionConsistency(MultiRegionConsistency.STRONG)
                .witnessRegion(location.environment().regions().witness())
                .build();
    }

    private static TableV2.Builder table(Construct scope, StackLocation location, String name) {
        return TableV2.Builder.create(scope, "Table-" + name)
                .tableName(name)
                .partitionKey(string(Table.PARTITION))
                .sortKey(string(Table.SORT))
                .billing(Billing.onDemand())
                .encryption(TableEncryptionV2.awsManagedKey())
                .pointInTimeRecoverySpecification(recovery())
                .deletionProtection(!location.environment().data().deletable())
                .removalPolicy(location.removalPolicy())
                .replicas(replicas(location));
    }

    private static List<ReplicaTableProps> replicas(StackLocation location) {
        return location.environment().regions().others(location.region()).stream()
                .map(region -> ReplicaTableProps.builder()
                        .region(region)
                        .pointInTimeRecoverySpecification(recovery())
                        .deletionProtection(!location.environment().data().deletable())
                        .build())
                .toList();
    }

    private static PointInTimeRecoverySpecification recovery() {
        return PointInTimeRecoverySpecification.builder()
                .pointInTimeRecoveryEnabled(true)
                .build();
    }

    private static GlobalSecondaryIndexPropsV2 index(Table.Index index) {
        return GlobalSecondaryIndexPropsV2.builder()
                .indexName(index.name())
                .partitionKey(string(index.partition()))
                .sortKey(Attribute.builder()
                        .name(index.sort())
                        .type(type(index.sortType()))
                        .build())
                .projectionType(ProjectionType.valueOf(index.projection().name()))
                .build();
    }

    private static Attribute string(String name) {
        return Attribute.builder().name(name).type(AttributeType.STRING).build();
    }

    private static AttributeType type(Table.KeyType type) {
        return switch (type) {
            case S -> AttributeType.STRING;
            case N -> AttributeType.NUMBER;
        };
    }
}
