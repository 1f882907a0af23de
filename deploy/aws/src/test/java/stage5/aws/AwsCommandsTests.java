package stage5.aws;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AwsCommandsTests {

    private static final String TWO_REGIONS =
            "account: {id: \"%s\"}%nregions: {serving: [us-east-1, us-west-2]}%n".formatted(AssemblyFixture.ACCOUNT);

    @TempDir
    Path folder;

    private StubAccount account;
    private StubProject project;
    private Path assembly;

    @BeforeEach
    void start() throws IOException {
        account = new StubAccount();
        project = new StubProject(Files.createDirectory(folder.resolve("project")));
        assembly = shop().write(Files.createDirectory(folder.resolve("assembly")));
    }

    @AfterEach
    void stop() {
        project.close();
        account.close();
    }

    private static AssemblyFixture shop() {
        return new AssemblyFixture()
                .stack("order-service", needs("/redis"))
                .stack("order-service-data", "")
                .stack("order-service-subscriptions", needs("/topic"), "order-service")
                .stack("redis", writes("/redis"))
                .stack("catalog-service", writes("/topic") + ", " + needs("/redis"));
    }

    private static String writes(String parameter) {
        return "'P': {'Type': 'AWS::SSM::Parameter', 'Properties': {'Name': '%s', 'Value': 'x'}}".formatted(parameter);
    }

    private static String needs(String parameter) {
        return "'Any': {'Type': 'Any', 'Properties': {'V': '{{resolve:ssm:%s}}'}}".formatted(parameter);
    }

    @Test
    void shouldPrintTheOrderAndChangeNothing_whenPlanning() throws IOException {
        Output output = run("deploy", "dev", "--plan");

        assertThat(output.status()).isZero();
        assertThat(output.text().lines())
                .containsExactly(
                        "dev: 5 stacks in 3 waves",
                        "Wave 1",
                        "  order-service-data",
                        "  redis",
                        "Wave 2",
                        "  order-service",
                        "    after redis: SSM parameter /redis",
                        "  catalog-service",
                        "    after redis: SSM parameter /redis",
                        "Wave 3",
                        "  order-service-subscriptions",
                        "    after order-service: declared by the CDK app",
                        "    after catalog-service: SSM parameter /topic",
                        "Without traffic: $0.00 a month");
        assertThat(project.calls()).isEmpty();
        assertThat(account.changes()).isEmpty();
    }

    @Test
    void shouldDeployWaveByWave_whenNothingIsDeployedYet() throws IOException {
        assertThat(run("deploy", "dev").status()).isZero();

        assertThat(project.calls())
                .extracting(call -> call.substring(call.indexOf("--exclusively")))
                .containsExactly(
                        "--exclusively --require-approval never --concurrency 4 order-service-data redis",
                        "--exclusively --require-approval never --concurrency 4 order-service catalog-service",
                        "--exclusively --require-approval never --concurrency 4 order-service-subscriptions");
        assertThat(project.calls()).allMatch(call -> call.startsWith("deploy --app " + assembly));
    }

    @Test
    void shouldDeployTheServicesStacksOnly_whenAServiceIsNamed() throws IOException {
        account.addStack("redis", "CREATE_COMPLETE");
        account.addStack("catalog-service", "UPDATE_COMPLETE");

        assertThat(run("deploy", "dev", "order-service").status()).isZero();

        assertThat(project.calls())
                .extracting(call -> call.substring(call.indexOf("4 ") + 2))
                .containsExactly("order-service order-service-data", "order-service-subscriptions");
    }

    @Test
    void shouldChangeNothing_whenAStackIsMissingThatTheServiceNeeds() throws IOException {
        account.addStack("redis", "CREATE_COMPLETE");

        Output output = run("deploy", "dev", "order-service");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text())
                .contains("./stage5 aws deploy ENV NAME: catalog-service")
                .contains("order-service-subscriptions needs catalog-service: SSM parameter /topic");
        assertThat(project.calls()).isEmpty();
    }

    @Test
    void shouldDeployTheOtherStacks_whenThePlatformIsNamed() throws IOException {
        assertThat(run("deploy", "dev", "platform").status()).isZero();

        assertThat(project.calls()).hasSize(1).first().asString().endsWith(" 4 redis");
    }

    @Test
    void shouldDeployOneRegionWithoutData_whenTheOptionsSaySo() throws IOException {
        Files.createDirectory(folder.resolve("two"));
        assembly = shop().template("order-service-eu", "eu-west-1", "{'Resources': {}}")
                .write(folder.resolve("two"));
        account.addStack("redis", "CREATE_COMPLETE");
        account.addStack("catalog-service", "CREATE_COMPLETE");

        assertThat(run("deploy", "dev", "order-service", "--region", "us-east-1", "--without-data")
                        .status())
                .isZero();
        assertThat(project.calls())
                .extracting(call -> call.substring(call.indexOf("4 ") + 2))
                .containsExactly("order-service", "order-service-subscriptions");
    }

    @Test
    void shouldCompareWithTheDeployedStacksAndChangeNothing_whenPlanningWithChanges() throws IOException {
        assertThat(run("deploy", "dev", "order-service", "--plan", "--changes", "template")
                        .status())
                .isZero();

        assertThat(project.calls())
                .containsExactly("diff --app %s --exclusively --method template order-service order-service-data"
                                .formatted(assembly)
                        + " order-service-subscriptions");
        assertThat(account.changes()).isEmpty();
    }

    @Test
    void shouldPlanBothFormsAndDeployOne_whenTheyHaveAccountsOfTheirOwn() throws IOException {
        assembly = new AssemblyFixture()
                .empty("redis", "bench-lambda", "444444444444")
                .empty("redis", "bench-fargate", "555555555555")
                .write(Files.createDirectory(folder.resolve("bench")));

        assertThat(run("deploy", "bench", "--plan").text())
                .contains("bench: 2 stacks in 1 waves", "  bench-lambda-redis", "  bench-fargate-redis");
        Output both = run("deploy", "bench");
        assertThat(both.status()).isEqualTo(1);
        assertThat(both.text()).contains("Name one of them", "bench-fargate, bench-lambda");
        assertThat(project.calls()).isEmpty();

        assertThat(run("deploy", "bench-lambda").status()).isZero();
        assertThat(project.calls()).singleElement().asString().endsWith(" 4 bench-lambda-redis");
    }

    @Test
    void shouldFail_whenNoVersionIsStated() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream err = System.err;
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            assertThat(AwsCommands.execute("deploy", "dev", "order-service")).isEqualTo(1);
        } finally {
            System.setErr(err);
        }
        assertThat(bytes.toString(StandardCharsets.UTF_8)).contains("State with --version");
    }

    @Test
    void shouldFail_whenTheStackDoesNotExist() {
        Output output = run("deploy", "dev", "unknown");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text()).contains("dev has no stack unknown; it has order-service, ");
    }

    @Test
    void shouldPrintStatesAndRevisions_whenAskedForTheStatus() {
        account.addStack("redis", "UPDATE_ROLLBACK_COMPLETE");
        account.putParameter("/stage5/dev/order-service/running", "1.2.0");
        account.putParameter("/stage5/dev/order-service/revision", "abc");

        Output output = run("status", "dev");

        assertThat(output.status()).isZero();
        assertThat(output.text())
                .containsPattern("redis +UPDATE_ROLLBACK_COMPLETE")
                .containsPattern("catalog-service +not deployed")
                .containsPattern("order-service +1\\.2\\.0 +abc")
                .containsPattern("user-service +- +-");
    }

    @Test
    void shouldPrintTheWritingRegionAndItsEpoch_whenTheEnvironmentHasAFence() throws IOException {
        project.settings("prod", TWO_REGIONS);
        assembly = shop().stack("fence", """
            'Fence': {'Type': 'AWS::DynamoDB::GlobalTable', 'Properties': {'TableName': 'stage5-fence',
              'Replicas': [{'Region': 'us-east-1'}, {'Region': 'us-west-2'}]}}\
            """).write(Files.createDirectory(folder.resolve("fenced")));

        assertThat(run("status", "prod").text())
                .contains("writing region: none before the first ./stage5 aws failover");

        assertThat(run("failover", "prod", "--to", "us-west-2").status()).isZero();

        assertThat(run("status", "prod").text()).contains("writing region: us-west-2, epoch 1");

        account.deny("GetItem");

        assertThat(run("status", "prod").text()).containsPattern("writing region: unknown: us-east-1: .*; us-west-2: ");
    }

    @Test
    void shouldPrintNoWritingRegion_whenTheEnvironmentHasOneRegion() {
        assertThat(run("status", "dev").text()).doesNotContain("writing region");
    }

    @Test
    void shouldDeployTheEarlierReleaseWithItsTemplatesButNotItsData_whenRollingBack() throws Exception {
        account.putParameter("/stage5/dev/order-service/revision", "one");
        account.putParameter("/stage5/dev/order-service/revision", "two");
        account.putParameter("/stage5/dev/order-service/revision", "two");
        putRelease("one");

        Output output = run("rollback", "dev", "order-service");

        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains("order-service in dev: back to one");
        assertThat(project.calls())
                .hasSize(2)
                .allMatch(call -> call.contains("releases/dev/order-service/one/templates/dev"));
        assertThat(project.calls().getFirst()).endsWith(" order-service");
        assertThat(account.changes()).endsWith("put /stage5/dev/order-service/revision one");
    }

    @Test
    void shouldRecordRevisionAndContractInTheRegion_whenRollingOneRegionBack() throws Exception {
        putRelease("one");

        Output output = run("rollback", "dev", "order-service", "--to", "one", "--region", AssemblyFixture.REGION);

        assertThat(output.status()).as(output.text()).isZero();
        assertThat(account.changes())
                .containsExactly(
                        "put /stage5/dev/order-service/running 1.2.0", "put /stage5/dev/order-service/revision one");
    }

    @Test
    void shouldFail_whenTheReleaseHasNoTemplates() {
        Output output = run("rollback", "dev", "order-service", "--to", "unknown");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text()).contains("There are no templates of order-service unknown");
    }

    @Test
    void shouldDeleteNothing_whenTheEnvironmentIsNotConfirmed() throws IOException {
        account.addStack("redis", "CREATE_COMPLETE");

        Output output = run("destroy", "dev");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text()).contains("--confirm dev");
        assertThat(project.calls()).isEmpty();
        assertThat(account.changes()).isEmpty();
    }

    @Test
    void shouldDeleteInReverseOrderAndLeaveNothing_whenDevIsConfirmed() throws IOException {
        account.addStack("redis", "CREATE_COMPLETE");
        account.addStack("order-service", "CREATE_COMPLETE");
        account.putParameter("/stage5/dev/order-service/revision", "one");
        account.add("/aws/lambda/stage5-dev-credentials-Rotation");

        Output output = run("destroy", "dev", "--confirm", "dev");

        assertThat(output.status()).as(output.text()).isZero();
        assertThat(project.calls())
                .extracting(call -> call.substring(call.indexOf("--exclusively")))
                .containsExactly("--exclusively --force order-service", "--exclusively --force redis");
        assertThat(account.changes())
                .containsExactly(
                        "delete /stage5/dev/order-service/revision",
                        "delete /aws/lambda/stage5-dev-credentials-Rotation");
        assertThat(output.text()).contains("Nothing is left");
    }

    @Test
    void shouldListWhatIsLeftWithItsPrice_whenDevIsNotEmpty() {
        account.addTagged("arn:aws:elasticloadbalancing:us-east-1:012345678901:loadbalancer/app/front/1");
        account.addTagged("arn:aws:dynamodb:us-east-1:012345678901:table/orders");
        account.addTagged("arn:aws:s3:::content");
        account.addTagged("arn:aws:secretsmanager:us-east-1:012345678901:secret:stage5/dev/redis-AbCdEf");
        account.addTagged("arn:aws:sqs:us-east-1:012345678901:order-saga");

        Output output = run("destroy", "dev", "--confirm", "dev");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text())
                .contains("loadbalancer/app/front/1  $16.43 a month")
                .contains("table/orders  $0.25 a GB and month")
                .contains("arn:aws:s3:::content  no price in the file")
                .contains("secret:stage5/dev/redis-AbCdEf  $0.40 a month")
                .contains(":order-saga  free without use");
    }

    @Test
    void shouldLetTheFirstRegionWriteAtOnce_whenNoRegionHasEverWritten() throws IOException {
        project.settings("prod", TWO_REGIONS);

        Output output = run("failover", "prod", "--to", "us-east-1");

        assertThat(output.status()).as(output.text()).isZero();
        assertThat(output.text()).contains("prod: us-east-1 may write, epoch 1");
        assertThat(account.changes()).containsExactly("fence epoch 1 region us-east-1");
        assertThat(run("failover", "prod", "--to", "us-east-1").status()).isZero();
        assertThat(account.changes()).hasSize(1);
    }

    @Test
    void shouldChangeNothing_whenTheEnvironmentLacksTheRegion() throws IOException {
        project.settings("prod", TWO_REGIONS);

        Output output = run("failover", "prod", "--to", "us-east-2");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text()).contains("its regions are [us-east-1, us-west-2]");
        assertThat(account.changes()).isEmpty();
    }

    @Test
    void shouldChangeNothing_whenTheCredentialsAreOfAnotherAccount() throws IOException {
        project.settings("prod", TWO_REGIONS);
        account.setAccount("999999999999");

        Output output = run("failover", "prod", "--to", "us-west-2");

        assertThat(output.status()).isEqualTo(1);
        assertThat(output.text()).contains("The credentials are of account 999999999999");
        assertThat(account.changes()).isEmpty();
    }

    private void putRelease(String revision) throws IOException, InterruptedException {
        Path release = Files.createDirectories(folder.resolve("release/templates/dev"));
        shop().write(release);
        Files.writeString(folder.resolve("release/release.json"), "{\"contract\": \"1.2.0\"}");
        Path archive = folder.resolve("release.tar.gz");
        assertThat(new ProcessBuilder(
                                "tar",
                                "-czf",
                                archive.toString(),
                                "-C",
                                folder.resolve("release").toString(),
                                "release.json",
                                "templates")
                        .start()
                        .waitFor())
                .isZero();
        account.putObject(
                "stage5-dev-artifacts-%s-us-east-1/order-service/%s/release.tar.gz"
                        .formatted(AssemblyFixture.ACCOUNT, revision),
                Files.readAllBytes(archive));
    }

    /** The exit code and everything that the command printed. */
    private record Output(int status, String text) {}

    private Output run(String command, String... arguments) {
        String[] all = Stream.concat(
                        Stream.of(command, "--assembly", assembly.toString()),
                        Stream.concat(Stream.of("--endpoint", account.endpoint().toString()), Stream.of(arguments)))
                .toArray(String[]::new);
        PrintStream out = System.out;
        PrintStream err = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        try {
            System.setOut(captured);
            System.setErr(captured);
            return new Output(AwsCommands.execute(all), bytes.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(out);
            System.setErr(err);
        }
    }
}
