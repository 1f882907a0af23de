package stage5.aws.doctor;

import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import stage5.aws.account.AwsAccess;
import stage5.aws.assembly.CloudAssembly;
import stage5.stack.terminal.Style;

/** Runs all checks and prints their findings, each with its remedy. */
public final class Doctor {

    private final PrintStream out;
    private final Path settings;

    /** @param settings the environment's file */
    public Doctor(PrintStream out, Path settings) {
        this.out = out;
        this.settings = settings;
    }

    /** Returns whether nothing was found that would make a deployment fail. */
    public boolean examine(CloudAssembly assembly, AwsAccess access) {
        Examination examination = new Examination(assembly, access);
        boolean healthy = report(new PlaceholderCheck(settings), examination);
        boolean credentials;
        try {
            credentials = report(new CredentialsCheck(), examination);
        } catch (SdkClientException | AwsServiceException e) {
            print(Advice.blocking("AWS can't be called: " + e.getMessage(), "aws sso login, or set AWS_PROFILE"));
            return false;
        }
        if (!credentials) {
            return false; // everything else would be about another account
        }
        for (Check check : List.of(
                new BootstrapCheck(), new QuotaCheck(), new NameCheck(), new EnabledServicesCheck(), new MailCheck())) {
            healthy &= report(check, examination);
        }
        return healthy;
    }

    private boolean report(Check check, Examination examination) {
        List<Advice> found;
        try {
            found = check.examine(examination);
        } catch (UncheckedIOException e) {
            found = List.of(Advice.blocking(e.getMessage(), "Check the network and the region"));
        }
        if (found.isEmpty()) {
            out.println(Style.GOOD.of("ok    " + check.subject()));
        } else {
            out.println(Style.STRONG.of("      " + check.subject()));
            found.forEach(this::print);
        }
        return found.stream().noneMatch(Advice::blocking);
    }

    private void print(Advice advice) {
        out.println((advice.blocking() ? Style.BAD.of("FAIL  ") : "hint  ") + advice.problem());
        out.println(Style.FAINT.of("      " + advice.remedy()));
    }
}
