package stage5.cdk.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import stage5.aws.assembly.CloudAssembly;
import stage5.cdk.config.Form;

/** Plants faults in the templates of {@link MiniatureShop}. */
class PlantedFaultTests {

    private static final String LOG = "'LoggingConfig': {'LogGroup': '/mini/log'},";

    /** A change of one stack's template, and the finding that the case has to add. */
    private record Planted(
            String name,
            Form form,
            String stack,
            String text,
            String replacement,
            Case found,
            Fault fault,
            String subject) {

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Planted> faults() {
        return List.of(
                new Planted(
                        "no stack publishes a parameter",
                        Form.LAMBDA,
                        "shared",
                        "/mini/topic",
                        "/mini/other",
                        Case.FIRST_DEPLOYMENT,
                        Fault.MISSING,
                        "SSM parameter /mini/topic"),
                new Planted(
                        "no stack creates a secret",
                        Form.LAMBDA,
                        "user-service",
                        "'PASSWORD_NAME': 'mini/redis'",
                        "'PASSWORD': '{{resolve:secretsmanager:mini/unknown}}'",
                        Case.FIRST_DEPLOYMENT,
                        Fault.MISSING,
                        "secret mini/unknown"),
                new Planted(
                        "a global name in two regions",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'User': {'Type': 'AWS::IAM::User', 'Properties': {'UserName': 'smtp'}},",
                        Case.FIRST_DEPLOYMENT,
                        Fault.NAME_TAKEN,
                        "AWS::IAM::User smtp"),
                new Planted(
                        "a second detector",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'Detector': {'Type': 'AWS::GuardDuty::Detector', 'Properties': {}},",
                        Case.ORGANISATION,
                        Fault.NAME_TAKEN,
                        "AWS::GuardDuty::Detector only one"),
                new Planted(
                        "a second identity provider",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'GitHub': {'Type': 'AWS::IAM::OIDCProvider', 'Properties': {'Url':"
                                + " 'https://token.actions.githubusercontent.com'}},",
                        Case.ORGANISATION,
                        Fault.NAME_TAKEN,
                        "AWS::IAM::OIDCProvider https://token.actions.githubusercontent.com"),
                new Planted(
                        "a retained table beside a resource that fails",
                        Form.LAMBDA,
                        "shared",
                        "'DeletionPolicy': 'Delete', 'Properties': {'TableName'",
                        "'DeletionPolicy': 'Retain', 'Properties': {'TableName'",
                        Case.FAILED_CREATION,
                        Fault.NAME_TAKEN,
                        "table users"),
                new Planted(
                        "a retained log group that only one form has",
                        Form.LAMBDA,
                        "user-service",
                        "'VersionA': {",
                        "'Own': {'Type': 'AWS::Logs::LogGroup', 'DeletionPolicy': 'Retain', 'Properties': {'LogGroupName': '/own'}}, 'VersionA': {",
                        Case.FORM_CHANGE,
                        Fault.NAME_TAKEN,
                        "log group /own"),
                new Planted(
                        "an address that depends on the form",
                        Form.LAMBDA,
                        "user-service",
                        "'Value': 'https://SERVICE.example'",
                        "'Value': {'Fn::Sub': 'https://${Url}.${Live}'}",
                        Case.FORM_CHANGE,
                        Fault.STALE_SETTING,
                        "gateway-http NEEDED"),
                new Planted(
                        "a secret in a function's variables",
                        Form.LAMBDA,
                        "user-service",
                        "'PASSWORD_NAME': 'mini/redis'",
                        "'PASSWORD': '{{resolve:secretsmanager:mini/redis}}'",
                        Case.ROTATION,
                        Fault.STALE_SECRET,
                        "user-service-http PASSWORD"),
                new Planted(
                        "a secret that tasks read at their start",
                        Form.FARGATE,
                        "user-service",
                        "'Environment': [",
                        "'Secrets': [{'Name': 'PASSWORD', 'ValueFrom': {'Fn::Sub': 'arn:aws:secretsmanager:${AWS::Region}:012345678901:secret:mini/redis'}}], 'Environment': [",
                        Case.ROTATION,
                        Fault.STALE_SECRET,
                        "user-service PASSWORD"),
                new Planted(
                        "a desired count",
                        Form.FARGATE,
                        "gateway",
                        "'ServiceName': 'SERVICE',",
                        "'ServiceName': 'SERVICE', 'DesiredCount': 2,",
                        Case.NEXT_VERSION,
                        Fault.TASKS_RESET,
                        "gateway"),
                new Planted(
                        "no fence",
                        Form.LAMBDA,
                        "gateway",
                        ", 'STAGE5_FENCE_TABLE': 'fence'",
                        "",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "while Route 53 sends requests to the other region"),
                new Planted(
                        "no fence in tasks",
                        Form.FARGATE,
                        "gateway",
                        "STAGE5_FENCE_TABLE",
                        "OTHER",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "while the lost region returns"),
                new Planted(
                        "a fence that is eventually consistent",
                        Form.LAMBDA,
                        "fence",
                        "'MultiRegionConsistency': 'STRONG',",
                        "",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "after the epoch has moved"),
                new Planted(
                        "a fence without a third region",
                        Form.FARGATE,
                        "fence",
                        "[{'Region': 'us-east-2'}]",
                        "[]",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "after the epoch has moved"),
                new Planted(
                        "a fence without a replica in the other region",
                        Form.LAMBDA,
                        "fence",
                        "{'Region': 'us-west-2'}",
                        "{'Region': 'us-west-1'}",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "while Route 53 sends requests to the other region"),
                new Planted(
                        "a variable with another table",
                        Form.LAMBDA,
                        "user-service",
                        "'STAGE5_FENCE_TABLE': 'fence'",
                        "'STAGE5_FENCE_TABLE': 'users'",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "while Route 53 sends requests to the other region"),
                new Planted(
                        "no permission to read the fence",
                        Form.FARGATE,
                        "user-service",
                        ":table/fence",
                        ":table/other",
                        Case.FAILOVER,
                        Fault.MISSING,
                        "permission of Task to read the fence"),
                new Planted(
                        "a health check that moves the epoch",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'OnAlarm': {'Type': 'AWS::IAM::Role', 'Properties': {'Policies': [{'PolicyDocument': {"
                                + "'Statement': [{'Effect': 'Allow', 'Action': 'dynamodb:Update*', 'Resource':"
                                + " 'arn:aws:dynamodb:*:*:table/fence'}]}}]}},",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "OnAlarm may move the epoch"),
                new Planted(
                        "a schedule that stays enabled",
                        Form.LAMBDA,
                        "user-service",
                        "'State': 'STATE'",
                        "'State': 'ENABLED'",
                        Case.FAILOVER,
                        Fault.TWO_WRITERS,
                        "after the switch"),
                new Planted(
                        "a bucket with content",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'Bucket': {'Type': 'AWS::S3::Bucket', 'Properties': {}},",
                        Case.TEARDOWN,
                        Fault.LEFT_OVER,
                        "AWS::S3::Bucket Bucket"),
                new Planted(
                        "image repositories with content and fixed names",
                        Form.LAMBDA,
                        "shared",
                        "{'Resources': {",
                        "{'Resources': {'Images': {'Type': 'AWS::ECR::Repository', 'Properties': {'RepositoryName': 'images'}},",
                        Case.TEARDOWN,
                        Fault.NAME_TAKEN,
                        "image repository images"),
                new Planted(
                        "a function whose log group no stack creates",
                        Form.LAMBDA,
                        "gateway",
                        LOG,
                        "",
                        Case.TEARDOWN,
                        Fault.LEFT_OVER,
                        "log group of gateway-http"));
    }

    @ParameterizedTest
    @EnumSource(Form.class)
    void shouldFindNothing_whenNoFaultIsPlanted(Form form) {
        Replay replay = MiniatureShop.withoutFault().replay(form);

        for (Case name : Case.values()) {
            assertThat(replay.has(name)).as(name.toString()).isTrue();
            assertThat(replay.of(name)).as(name.toString()).isEmpty();
        }
    }

    @Test
    void shouldFindNothing_whenTheSecretsVersionIsPartOfTheFunctionAndOfItsPublishedVersion() {
        MiniatureShop shop = withSecretVersionInTheFunction()
                .and(
                        "user-service",
                        "'Properties': {'FunctionName': {'Ref': 'Function'}}}",
                        "'Properties': {'FunctionName': {'Ref': 'Function'}, 'Description': {'Ref': 'Secret'}}}");

        assertThat(shop.replay(Form.LAMBDA).of(Case.ROTATION)).isEmpty();
    }

    @Test
    void shouldFindTheOldSecret_whenItsVersionIsNotPartOfThePublishedVersion() {
        assertThat(withSecretVersionInTheFunction().replay(Form.LAMBDA).of(Case.ROTATION))
                .contains(new Finding(Fault.STALE_SECRET, "user-service", "user-service-http PASSWORD"));
    }

    private static MiniatureShop withSecretVersionInTheFunction() {
        return MiniatureShop.with(
                        "user-service",
                        "'PASSWORD_NAME': 'mini/redis'",
                        "'PASSWORD': '{{resolve:secretsmanager:mini/redis}}', 'SECRET_VERSION': {'Ref': 'Secret'}")
                .and(
                        "user-service",
                        "{'Parameters': {",
                        "{'Parameters': {'Secret': {'Type': 'AWS::SSM::Parameter::Value<String>',"
                                + " 'Default': '/mini/redis/password-version'},");
    }

    @Test
    void shouldFindTheMissingParameter_whenAStackIsDeployedBeforeTheOneThatItNeeds() {
        SimulatedCloudFormation cloudFormation = new SimulatedCloudFormation(new SimulatedAccounts());
        CloudAssembly assembly =
                MiniatureShop.withoutFault().replay(Form.LAMBDA).assembly();

        assertThat(cloudFormation.deploy(assembly.stacks().getFirst())).isFalse();
        assertThat(cloudFormation.findings())
                .containsExactly(new Finding(Fault.MISSING, "gateway", "SSM parameter /mini/user-service/url"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void shouldFindTheFault_whenItIsPlanted(Planted planted) {
        Replay replay = MiniatureShop.with(planted.stack(), planted.text(), planted.replacement())
                .replay(planted.form());

        assertThat(replay.of(planted.found()))
                .anyMatch(finding ->
                        finding.fault() == planted.fault() && finding.subject().equals(planted.subject()));
    }
}
