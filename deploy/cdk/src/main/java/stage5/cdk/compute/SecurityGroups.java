package stage5.cdk.compute;

import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/** Who may talk to whom. */
final class SecurityGroups {

    private SecurityGroups() {}

    /** Returns the group of a service, which may call out; in come only those who are let in. */
    static SecurityGroup of(Construct scope, IVpc vpc, String service) {
        return SecurityGroup.Builder.create(scope, "Group")
                .vpc(vpc)
                .description(service)
                .allowAllOutbound(true)
                .build();
    }

    /** Lets the own group into another stack's; the rule goes when this service goes. */
    static void ingress(Construct scope, String into, SecurityGroup own, int port) {
        CfnSecurityGroupIngress.Builder.create(scope, "Into-" + port)
                .groupId(into)
                .sourceSecurityGroupId(own.getSecurityGroupId())
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .description("From a service")
                .build();
    }
}
