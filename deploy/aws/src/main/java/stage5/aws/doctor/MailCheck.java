package stage5.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import stage5.aws.account.SignedCalls.Response;

/** Examines whether SES sends mail to anyone: <a
 * href="https://docs.aws.amazon.com/ses/latest/dg/request-production-access.html">sandbox</a>. */
final class MailCheck implements Check {

    @Override
    public String subject() {
        return "mail";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        List<Advice> found = new ArrayList<>();
        for (String region : examination.regions()) {
            if (examination
                    .resources(region, "AWS::SES::EmailIdentity")
                    .findAny()
                    .isEmpty()) {
                continue;
            }
            Response response = examination.access().calls().get("ses", "email", region, "/v2/email/account");
            if (response.succeeded()
                    && !response.json().path("ProductionAccessEnabled").asBoolean()) {
                found.add(Advice.hint(
                        "SES in %s is in its sandbox: it sends mail to verified addresses only".formatted(region),
                        "aws sesv2 put-account-details --region %s --production-access-enabled --mail-type TRANSACTIONAL --website-url URL --use-case-description TEXT"
                                .formatted(region)));
            }
        }
        return found;
    }
}
