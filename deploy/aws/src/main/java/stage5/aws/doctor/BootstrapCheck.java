package stage5.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.ParameterNotFoundException;

/** Examines whether every region has a <a
 * href="https://docs.aws.amazon.com/cdk/v2/guide/bootstrapping-env.html">bootstrap stack</a> that is new enough. */
final class BootstrapCheck implements Check {

    /** Its parameter with the version, as every template of the CDK names it. */
    private static final String VERSION = "/cdk-bootstrap/hnb659fds/version";

    /** The lowest version for the file assets of this project; the CDK states it in {@code requiresBootstrapStackVersion}. */
    private static final int LOWEST = 6;

    @Override
    public String subject() {
        return "bootstrap";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        List<Advice> found = new ArrayList<>();
        for (String account : examination.accounts()) {
            for (String region : examination.regions()) {
                String remedy = "cd deploy/cdk && npx cdk bootstrap aws://%s/%s".formatted(account, region);
                Optional<String> version = version(examination, region);
                if (version.isEmpty()) {
                    found.add(Advice.blocking("%s has no bootstrap stack of the CDK".formatted(region), remedy));
                } else if (Integer.parseInt(version.get()) < LOWEST) {
                    found.add(Advice.blocking(
                            "The bootstrap stack of %s has version %s, older than %d"
                                    .formatted(region, version.get(), LOWEST),
                            remedy));
                }
            }
        }
        return found;
    }

    private static Optional<String> version(Examination examination, String region) {
        try (SsmClient ssm = examination.access().ssm(region)) {
            return Optional.of(
                    ssm.getParameter(get -> get.name(VERSION)).parameter().value());
        } catch (ParameterNotFoundException e) {
            return Optional.empty();
        }
    }
}
