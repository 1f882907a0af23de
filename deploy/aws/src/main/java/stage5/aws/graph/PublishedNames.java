package stage5.aws.graph;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.IntrinsicFunctions;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.Name.Kind;

/** Finds the fixed names that a stack gives to its resources, and its exports. */
public final class PublishedNames {

    /** The property with the name, by resource type. */
    private static final Map<String, Naming> NAMINGS = Map.ofEntries(
            Map.entry("AWS::SSM::Parameter", new Naming(Kind.PARAMETER, "Name")),
            Map.entry("AWS::SecretsManager::Secret", new Naming(Kind.SECRET, "Name")),
            Map.entry("AWS::SQS::Queue", new Naming(Kind.QUEUE, "QueueName")),
            Map.entry("AWS::SNS::Topic", new Naming(Kind.TOPIC, "TopicName")),
            Map.entry("AWS::DynamoDB::Table", new Naming(Kind.TABLE, "TableName")),
            Map.entry("AWS::DynamoDB::GlobalTable", new Naming(Kind.TABLE, "TableName")),
            Map.entry("AWS::Lambda::Function", new Naming(Kind.FUNCTION, "FunctionName")),
            Map.entry("AWS::IAM::Role", new Naming(Kind.ROLE, "RoleName")),
            Map.entry("AWS::Logs::LogGroup", new Naming(Kind.LOG_GROUP, "LogGroupName")),
            Map.entry("AWS::S3::Bucket", new Naming(Kind.BUCKET, "BucketName")),
            Map.entry("AWS::ECR::Repository", new Naming(Kind.REPOSITORY, "RepositoryName")));

    /** Properties with the regions of replicas, which have the name of the original. */
    private static final Set<String> REPLICAS = Set.of("Replicas", "ReplicaRegions");

    private record Naming(Kind kind, String property) {}

    private PublishedNames() {}

    /** Returns the names of the stack's resources and its exports. */
    public static Set<Name> of(AssembledStack stack) {
        Set<Name> names = new TreeSet<>();
        stack.resources().forEach(resource -> names.addAll(of(stack, resource)));
        IntrinsicFunctions symbolic = IntrinsicFunctions.symbolic(stack);
        stack.template().path("Outputs").valueStream().forEach(output -> {
            JsonNode export = output.at("/Export/Name");
            if (!export.isMissingNode()) {
                names.add(Name.of(Kind.EXPORT, stack.account(), stack.region(), symbolic.text(export)));
            }
        });
        return names;
    }

    /** Returns the fixed name of the resource, once per region with a replica; empty if CloudFormation names it. */
    public static Set<Name> of(AssembledStack stack, TemplateResource resource) {
        Naming naming = NAMINGS.get(resource.type());
        Set<Name> names = new TreeSet<>();
        if (naming != null && resource.properties().has(naming.property())) {
            IntrinsicFunctions symbolic = IntrinsicFunctions.symbolic(stack);
            String text = symbolic.text(resource.properties().path(naming.property()));
            Stream.concat(Stream.of(stack.region()), replicas(resource))
                    .forEach(region -> names.add(Name.of(naming.kind(), stack.account(), region, text)));
        }
        return names;
    }

    private static Stream<String> replicas(TemplateResource resource) {
        return REPLICAS.stream()
                .flatMap(property -> resource.properties().path(property).valueStream())
                .map(replica -> replica.path("Region").asText())
                .filter(region -> !region.isEmpty());
    }
}
