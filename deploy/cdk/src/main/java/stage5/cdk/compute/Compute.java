package stage5.cdk.compute;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.constructs.Construct;
import stage5.cdk.config.Form;
import stage5.cdk.data.ServiceData;
import stage5.cdk.edge.GatewayParameters;

/** What a service runs as; nothing that it keeps. */
public sealed interface Compute permits LambdaCompute, FargateCompute {

    /** Returns the service in that form, added to the scope. */
    static Compute of(Form form, Construct scope, Release release, ServiceData data) {
        return switch (form) {
            case LAMBDA -> new LambdaCompute(scope, release, data);
            case FARGATE -> new FargateCompute(scope, release, data);
        };
    }

    /** Returns where the service's HTTP API is, if it has one. */
    Optional<String> url();

    /** Returns what an edge in front of the API has to know, by the names in {@link GatewayParameters}. */
    Map<String, String> origin();

    /** Returns the alarms that roll a deployment back. */
    List<Alarm> alarms();

    /** Returns how each part of it is doing; nothing of a worker, of which its queues tell. */
    List<Vitals> vitals();
}
