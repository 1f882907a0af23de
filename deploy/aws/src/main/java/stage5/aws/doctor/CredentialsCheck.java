package stage5.aws.doctor;

import java.util.List;
import software.amazon.awssdk.services.sts.StsClient;

/** Compares the account of the credentials with that of the environment. */
final class CredentialsCheck implements Check {

    @Override
    public String subject() {
        return "credentials";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        try (StsClient sts = examination.access().sts(examination.regions().getFirst())) {
            String account = sts.getCallerIdentity().account();
            return examination.accounts().stream()
                    .filter(expected -> !expected.equals(account))
                    .map(expected -> Advice.blocking(
                            "The credentials are of account %s, the environment is in %s".formatted(account, expected),
                            "Log in to account %s, or correct the account in the environment's file"
                                    .formatted(expected)))
                    .toList();
        }
    }
}
