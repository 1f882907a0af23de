package stage5.cdk.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static software.amazon.awscdk.assertions.Match.anyValue;
import static software.amazon.awscdk.assertions.Match.arrayWith;
import static software.amazon.awscdk.assertions.Match.objectLike;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import stage5.cdk.StackLocation;
import stage5.cdk.SynthesisedStack;
import stage5.cdk.TwoRegions;

class CredentialsStackTests {

    private static SynthesisedStack primary;

    @BeforeAll
    static void synthesise() {
        primary = in("us-east-1");
    }

    @Test
    void shouldHaveNoFindings_whenCheckedByCdkNag() {
        assertThat(primary.findings()).isEmpty();
    }

    @Test
    void shouldRotateImmediatelyAndEvery90Days_whenASecretHasARotationFunction() {
        primary.template().resourceCountIs("AWS::SecretsManager::RotationSchedule", 2);
        primary.template()
                .allResourcesProperties(
                        "AWS::SecretsManager::RotationSchedule",
                        Map.of(
                                "RotateImmediatelyOnUpdate",
                                true,
                                "RotationRules",
                                Map.of("AutomaticallyAfterDays", 90)));
    }

    @Test
    void shouldReplicateKeysAndAdministratorsPassword_whenThereIsAnotherRegion() {
        for (String name : List.of("signing-keys", "administrator")) {
            primary.template()
                    .hasResourceProperties(
                            "AWS::SecretsManager::Secret",
                            Map.of(
                                    "Name",
                                    "stage5/prod/" + name,
                                    "ReplicaRegions",
                                    List.of(Map.of("Region", "us-west-2"))));
        }
    }

    @Test
    void shouldAllowMailFromOneDomainOnly_whenTheSmtpUserSends() {
        assertThat(primary.only("AWS::SES::EmailIdentity")).containsEntry("EmailIdentity", "stage5.example");
        assertThat(primary.only("AWS::IAM::User")).containsEntry("UserName", "stage5-prod-smtp-us-east-1");
        primary.template()
                .hasResourceProperties(
                        "AWS::IAM::Policy",
                        Map.of(
                                "Users",
                                List.of(anyValue()),
                                "PolicyDocument",
                                objectLike(Map.of(
                                        "Statement", List.of(objectLike(Map.of("Action", "ses:SendRawEmail")))))));
    }

    @Test
    void shouldAllowKeysOfTheSmtpUserOnly_whenSmtpCredentialsAreRotated() {
        primary.template()
                .hasResourceProperties(
                        "AWS::IAM::Policy",
                        Map.of(
                                "PolicyDocument",
                                objectLike(Map.of(
                                        "Statement",
                                        arrayWith(List.of(objectLike(Map.of(
                                                "Action",
                                                List.of(
                                                        "iam:CreateAccessKey",
                                                        "iam:DeleteAccessKey",
                                                        "iam:ListAccessKeys"),
                                                "Resource",
                                                Map.of("Fn::GetAtt", List.of(anyValue(), "Arn"))))))))));
    }

    @Test
    void shouldCreateSmtpCredentialsOnly_whenTheRegionIsNotPrimary() {
        assertThat(in("us-west-2").only("AWS::SecretsManager::Secret")).containsEntry("Name", "stage5/prod/smtp");
    }

    private static SynthesisedStack in(String region) {
        return SynthesisedStack.of(app -> new CredentialsStack(app, new StackLocation(TwoRegions.prod(), region)));
    }
}
