package stage5.cdk.compute;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awscdk.SecretValue;
import software.amazon.awscdk.SecretsManagerSecretOptions;
import software.amazon.awscdk.services.cloudwatch.Alarm;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.amazon.awscdk.services.lambda.Alias;
import software.constructs.Construct;
import stage5.cdk.SharedParameter;
import stage5.cdk.SharedParameters;
import stage5.cdk.credentials.ServiceSecrets;
import stage5.cdk.data.ServiceData;
import stage5.cdk.edge.EdgeSettings;
import stage5.cdk.network.Network;
import stage5.topology.Function;
import stage5.topology.ServiceTopology;

/** The lambda form: a function for the HTTP API, one for the queues, one per kind of job. */
final class LambdaCompute extends Construct implements Compute {

    private final Map<String, Alias> functions = new TreeMap<>();
    private final List<Alarm> alarms = new ArrayList<>();
    private final List<HealthMetrics> healthMetrics = new ArrayList<>();
    private final FunctionApi api;
    private final String service;
    private final SharedParameters parameters;

    LambdaCompute(Construct scope, ServiceRelease release, ServiceData data, List<Alarm> consumerAlarms) {
        super(scope, "Lambda");
        ServiceTopology topology = data.topology();
        this.service = topology.service();
        this.parameters = new SharedParameters(release.location());
        IVpc vpc = Network.of(this, release.location());
        SecurityGroup group = SecurityGroups.of(this, vpc, topology.service());
        ReleaseInputs inputs = new ReleaseInputs();
        EnvironmentVariables variables = new EnvironmentVariables(this, release.location(), inputs);
        variables.allowConnections(topology.service(), group);
        Map<String, String> environment = withSecrets(variables.of(topology.service()), release);
        Permissions permissions = new Permissions(release.location(), topology);
        // Before the functions, because its alarm rolls their deployments back.
        api = topology.httpFunction()
                .map(http -> new FunctionApi(this, release, http))
                .orElse(null);
        List<Alarm> apiAlarms = api == null ? List.of() : List.of(api.failures(this, release));
        alarms.addAll(apiAlarms);
        for (Function function : topology.functions()) {
            ServiceFunction deployed = new ServiceFunction(
                    this,
                    release,
                    function,
                    environment,
                    inputs,
                    permissions.forFunction(function),
                    vpc,
                    group,
                    furtherAlarms(function, apiAlarms, consumerAlarms));
            new Neighbours(this, release.location(), release.service(), inputs).allowCalls(deployed.role());
            functions.put(function.name(), deployed.live());
            alarms.addAll(deployed.alarms());
            healthMetrics.add(deployed.healthMetrics());
        }
        topology.queues()
                .forEach(queue -> EventSourceMappings.add(
                        live(topology, Function.QUEUE), data.queues().get(queue.name()), queue.maxConcurrency()));
        topology.schedules()
                .forEach(schedule ->
                        Schedules.add(this, schedule, live(topology, schedule.handler()), release.location()));
        if (api != null) {
            connect(
                    api,
                    release,
                    functions.get(topology.httpFunction().orElseThrow().name()));
        }
    }

    private static List<Alarm> furtherAlarms(Function function, List<Alarm> ofApi, List<Alarm> ofConsumers) {
        if (function.isHttp()) {
            return ofApi;
        }
        return Function.QUEUE.equals(function.handler()) ? ofConsumers : List.of();
    }

    private static void connect(FunctionApi api, ServiceRelease release, Alias live) {
        if (release.service().equals(EdgeSettings.GATEWAY)) {
            api.openTo(live);
        } else {
            api.authorise(live);
        }
    }

    /** Secrets are resolved at deployment and encrypted in the function's configuration. Functions don't call Secrets Manager. */
    private static Map<String, String> withSecrets(Map<String, String> variables, ServiceRelease release) {
        new ServiceSecrets(release.location())
                .of(release.service())
                .forEach((variable, credential) -> variables.put(
                        variable,
                        SecretValue.secretsManager(
                                        credential.secret(),
                                        SecretsManagerSecretOptions.builder()
                                                .jsonField(credential.field())
                                                .build())
                                .unsafeUnwrap()));
        OriginSecretVariables.of(release)
                .forEach((variable, name) ->
                        variables.put(variable, SecretValue.secretsManager(name).unsafeUnwrap()));
        return variables;
    }

    private Alias live(ServiceTopology topology, String handler) {
        return functions.get(topology.functionOf(handler).name());
    }

    @Override
    public Map<SharedParameter, String> parameters() {
        Map<SharedParameter, String> values = new LinkedHashMap<>();
        if (api != null) {
            values.put(parameters.urlOf(service), api.url());
            values.put(parameters.apiOf(service), api.id());
        }
        return values;
    }

    @Override
    public Map<SharedParameter, String> origin() {
        return api == null ? Map.of() : Map.of(parameters.gatewayHost(), api.host());
    }

    @Override
    public List<Alarm> alarms() {
        return alarms;
    }

    @Override
    public Optional<RequestMetrics> requestMetrics() {
        return Optional.ofNullable(api).map(FunctionApi::requestMetrics);
    }

    @Override
    public List<HealthMetrics> healthMetrics() {
        return healthMetrics;
    }
}
