package stage5.cdk.compute;

import software.amazon.awscdk.services.ec2.CfnSecurityGroupIngress;
import software.amazon.awscdk.services.ec2.IVpc;
import software.amazon.awscdk.services.ec2.SecurityGroup;
import software.constructs.Construct;

/** Creates security groups and the rules between them. */
final class SecurityGroups {

    private SecurityGroups() {}

    /** Returns a service's group: all outbound traffic is allowed, inbound traffic only by further rules. */
    static SecurityGroup of(Construct scope, IVpc vpc, String service) {
        return SecurityGroup.Builder.create(scope, "Group")
                .vpc(vpc)
                .description(service)
                .allowAllOutbound(true)
                .build();
    }

    /** Allows the service's group to reach another stack's group. The rule belongs to the service's stack. */
    static void ingress(Construct scope, String id, String into, SecurityGroup own, int port) {
        CfnSecurityGroupIngress.Builder.create(scope, id)
                .groupId(into)
                .sourceSecurityGroupId(own.getSecurityGroupId())
                .ipProtocol("tcp")
                .fromPort(port)
                .toPort(port)
                .description("From a service")
                .build();
    }
}
