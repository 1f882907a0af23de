package stage5.aws.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import stage5.aws.AssemblyFixture;
import stage5.aws.StubAccount;
import stage5.aws.account.AwsAccess;

class DoctorTests {

    private static final String FUNCTION = """
            'Function': {'Type': 'AWS::Lambda::Function', 'Properties':
              {'FunctionName': 'order-http', 'ReservedConcurrentExecutions': 50}}""";

    private static final String NAMED = """
            'Parameter': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Name': '/shop/url', 'Value': 'x'}},
            'Secret': {'Type': 'AWS::SecretsManager::Secret', 'Properties': {'Name': 'shop/password'}},
            'Queue': {'Type': 'AWS::SQS::Queue', 'Properties': {'QueueName': 'orders-queue'}},
            'Topic': {'Type': 'AWS::SNS::Topic', 'Properties': {'TopicName': 'events-topic'}},
            'Table': {'Type': 'AWS::DynamoDB::GlobalTable', 'Properties': {'TableName': 'stock-table'}},
            'Role': {'Type': 'AWS::IAM::Role', 'Properties': {'RoleName': 'deploy-role'}},
            'Log': {'Type': 'AWS::Logs::LogGroup', 'Properties': {'LogGroupName': '/shop/log'}},
            'Bucket': {'Type': 'AWS::S3::Bucket', 'Properties': {'BucketName': 'artifacts-bucket'}},
            'Images': {'Type': 'AWS::ECR::Repository', 'Properties': {'RepositoryName': 'shop/gateway'}},
            """ + FUNCTION;

    private static final String PROVIDER_ARN = "arn:aws:iam::012345678901:oidc-provider/token.example.com";

    private static final String PROVIDER = """
            'GitHub': {'Type': 'Custom::AccountService', 'Properties':
              {'Issuer': 'token.example.com', 'Audience': 'sts.example.com'}}""";

    @TempDir
    Path folder;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private StubAccount account;

    @BeforeEach
    void start() throws IOException {
        account = new StubAccount();
        account.putParameter("/cdk-bootstrap/hnb659fds/version", "21");
    }

    @AfterEach
    void stop() {
        account.close();
    }

    @Test
    void shouldFindNothing_whenTheAccountIsReady() throws IOException {
        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isTrue();
        assertThat(output().lines())
                .containsExactly(
                        "ok    placeholders",
                        "ok    credentials",
                        "ok    bootstrap",
                        "ok    quotas",
                        "ok    names",
                        "ok    enabled services",
                        "ok    mail");
        assertThat(account.changes()).isEmpty();
    }

    @Test
    void shouldNameThePlaceholders_whenTheFileIsStillTheExample() throws IOException {
        assertThat(examine(new AssemblyFixture().stack("all", ""), """
                account: {id: "111111111111", repository: stage5-example/stage5}
                regions: {serving: [us-east-1]}
                edge:
                  domain: {name: shop.stage5.example, hostedZoneId: Z0123456789STAGE5EX}
                outside: {adminEmail: admin@stage5.example, paymentUrl: https://payments.example.com/v1}
                """)).isFalse();
        assertThat(output())
                .contains("FAIL  account.id is still the example 111111111111")
                .contains("edge.domain.name is still the example shop.stage5.example")
                .contains("edge.domain.hostedZoneId is still")
                .contains("account.repository is still the example stage5-example/stage5")
                .contains("outside.adminEmail is still")
                .contains("outside.paymentUrl is still")
                .contains("Set outside.adminEmail to a mail address of your own in dev.yaml");
        assertThat(output().lines().filter(line -> line.startsWith("FAIL"))).hasSize(6);
    }

    @Test
    void shouldStop_whenTheCredentialsAreOfAnotherAccount() throws IOException {
        account.setAccount("999999999999");

        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isFalse();
        assertThat(output())
                .contains("The credentials are of account 999999999999, the environment is in 012345678901")
                .doesNotContain("bootstrap");
    }

    @Test
    void shouldStop_whenThereAreNoCredentials() throws IOException {
        AwsCredentialsProvider none = () -> {
            throw SdkClientException.create("Unable to load credentials");
        };
        try (AwsAccess access = new AwsAccess(Optional.of(account.endpoint()), none)) {
            assertThat(doctor("{}")
                            .examine(new AssemblyFixture().stack("all", "").build(), access))
                    .isFalse();
        }
        assertThat(output())
                .contains("AWS can't be called: Unable to load credentials")
                .contains("aws sso login");
    }

    @Test
    void shouldNameEveryRegionWithoutBootstrap_whenThereAreTwo() throws IOException {
        account.putParameter("/cdk-bootstrap/hnb659fds/version", "5");

        assertThat(examine(new AssemblyFixture().stack("one", "").template("two", "eu-west-1", "{'Resources': {}}")))
                .isFalse();
        assertThat(output())
                .contains("The bootstrap stack of us-east-1 has version 5, older than 6")
                .contains("npx cdk bootstrap aws://012345678901/us-east-1")
                .contains("npx cdk bootstrap aws://012345678901/eu-west-1");
    }

    @Test
    void shouldCompareQuotas_whenTheTemplatesNeedMore() throws IOException {
        account.setConcurrency(10);
        account.setQuota("L-3032A538", 6);
        account.setQuota("L-0263D0A3", 2);

        assertThat(examine(new AssemblyFixture()
                        .stack("functions", FUNCTION)
                        .stack("tasks", """
                                'Task': {'Type': 'AWS::ECS::TaskDefinition', 'Properties': {'Cpu': '1024'}},
                                'Target': {'Type': 'AWS::ApplicationAutoScaling::ScalableTarget', 'Properties': {'MaxCapacity': 30}}""")
                        .stack("network", """
                                'A': {'Type': 'AWS::EC2::EIP', 'Properties': {}}, 'B': {'Type': 'AWS::EC2::EIP', 'Properties': {}},
                                'C': {'Type': 'AWS::EC2::EIP', 'Properties': {}}""")))
                .isFalse();
        assertThat(output())
                .contains("us-east-1 allows 10 concurrent executions of functions, and the templates need 150")
                .contains("us-east-1 allows 6 vCPUs of tasks on Fargate, and the templates need 30")
                .contains("us-east-1 allows 2 elastic IP addresses, and the templates need 3")
                .contains("--service-code fargate --quota-code L-3032A538 --desired-value 30");
    }

    @Test
    void shouldOnlyHint_whenAQuotaCanNotBeRead() throws IOException {
        account.deny("GetServiceQuota");

        assertThat(examine(new AssemblyFixture().stack("network", "'A': {'Type': 'AWS::EC2::EIP', 'Properties': {}}")))
                .isTrue();
        assertThat(output())
                .contains("hint  The quota of elastic IP addresses in us-east-1 can't be read: AccessDeniedException");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shop/password",
                "orders-queue",
                "events-topic",
                "stock-table",
                "deploy-role",
                "/shop/log",
                "artifacts-bucket",
                "shop/gateway",
                "order-http"
            })
    void shouldNameWhatExists_whenItsStackDoesNot(String name) throws IOException {
        account.add(name);

        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isFalse();
        assertThat(output().lines().filter(line -> line.startsWith("FAIL")))
                .hasSize(1)
                .first()
                .asString()
                .contains(name + " of all already exists");
    }

    @Test
    void shouldNameTheParameter_whenItsStackDoesNotExist() throws IOException {
        account.putParameter("/shop/url", "x");

        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isFalse();
        assertThat(output()).contains("The SSM parameter /shop/url of all already exists");
    }

    @Test
    void shouldFindNothing_whenTheNamesBelongToTheStack() throws IOException {
        account.addStack("all", "CREATE_COMPLETE");
        account.add("orders-queue");

        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isTrue();
    }

    @Test
    void shouldHint_whenALookUpIsNotAllowed() throws IOException {
        account.deny("GetQueueUrl");

        assertThat(examine(new AssemblyFixture().stack("all", NAMED))).isTrue();
        assertThat(output()).contains("hint  It is unknown whether the queue orders-queue exists");
    }

    @Test
    void shouldNameServices_whenTheOrganisationHasEnabledThem() throws IOException {
        account.add("detector");
        account.add("hub");
        account.add("monitor");

        assertThat(examine(new AssemblyFixture().stack("all", """
                'Detector': {'Type': 'AWS::GuardDuty::Detector', 'Properties': {}},
                'Hub': {'Type': 'AWS::SecurityHub::Hub', 'Properties': {}},
                'Monitor': {'Type': 'AWS::CE::AnomalyMonitor', 'Properties': {}}"""))).isFalse();
        assertThat(output())
                .contains("The account already has GuardDuty in us-east-1, and all would create it")
                .contains("Set account.protection.guardDuty to false")
                .contains("The account already has Security Hub")
                .contains("The account already has a cost monitor of AWS services");
    }

    @Test
    void shouldNameTheRemedy_whenTheIdentityProviderLacksTheAudience() throws IOException {
        account.setIdentityProvider(PROVIDER_ARN, "others");

        assertThat(examine(new AssemblyFixture().stack("all", PROVIDER))).isFalse();
        assertThat(output())
                .contains("FAIL  %s exists without the audience sts.example.com, and all would adopt it"
                        .formatted(PROVIDER_ARN))
                .contains(
                        "aws iam add-client-id-to-open-id-connect-provider --open-id-connect-provider-arn %s --client-id sts.example.com"
                                .formatted(PROVIDER_ARN));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldFindNothing_whenTheIdentityProviderIsAbsentOrSuitable(boolean present) throws IOException {
        if (present) {
            account.setIdentityProvider(PROVIDER_ARN, "sts.example.com");
        }

        assertThat(examine(new AssemblyFixture().stack("all", PROVIDER))).isTrue();
    }

    @Test
    void shouldHint_whenMailIsInItsSandbox() throws IOException {
        account.setMailSandbox();

        assertThat(examine(new AssemblyFixture()
                        .stack("mail", "'Identity': {'Type': 'AWS::SES::EmailIdentity', 'Properties': {}}")))
                .isTrue();
        assertThat(output()).contains("hint  SES in us-east-1 is in its sandbox");
    }

    private boolean examine(AssemblyFixture assembly) throws IOException {
        return examine(assembly, "account: {id: \"012345678901\"}\nregions: {serving: [us-east-1]}\n");
    }

    private boolean examine(AssemblyFixture assembly, String settings) throws IOException {
        try (AwsAccess access = account.access()) {
            return doctor(settings).examine(assembly.build(), access);
        }
    }

    private Doctor doctor(String settings) throws IOException {
        Path file = Files.writeString(folder.resolve("dev.yaml"), settings);
        return new Doctor(new PrintStream(output, true, StandardCharsets.UTF_8), file);
    }

    private String output() {
        return output.toString(StandardCharsets.UTF_8);
    }
}
