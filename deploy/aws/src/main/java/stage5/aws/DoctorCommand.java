package stage5.aws;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import stage5.aws.account.AwsAccess;
import stage5.aws.doctor.Doctor;

/** Examines the account of an environment before something is deployed. */
@Command(
        name = "doctor",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description =
                "Examines whether the environment can be deployed: placeholders, credentials, the CDK's bootstrap in"
                        + " every region, quotas, names that are taken, services that are enabled already. Changes nothing.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing would make a deployment fail", "1:something would; each finding has its remedy"})
final class DoctorCommand implements Callable<Integer> {

    @Mixin
    private EnvironmentOptions environment;

    @Mixin
    private AccountOptions account;

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (AwsAccess access = account.access()) {
            return new Doctor(System.out, environment.settings()).examine(environment.assembly(), access) ? 0 : 1;
        }
    }
}
