package stage5.aws;

import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import stage5.aws.account.AwsAccess;

/** How a command calls AWS. The AWS SDK's default settings provide the credentials. */
final class AccountOptions {

    @Option(
            names = "--endpoint",
            paramLabel = "URL",
            description = "Call this URL instead of AWS's endpoints, of every service and region.")
    private URI endpoint;

    AwsAccess access() {
        return new AwsAccess(
                Optional.ofNullable(endpoint),
                DefaultCredentialsProvider.builder().build());
    }
}
