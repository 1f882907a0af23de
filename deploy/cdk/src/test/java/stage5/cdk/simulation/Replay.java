package stage5.cdk.simulation;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.CloudAssembly;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.DeploymentGraph;
import stage5.aws.graph.Name;

/**
 * Replays the cases on an environment.
 *
 * @param assembly the environment in one form
 * @param mixed the environment in that form, except {@value #CALLED}; null to leave out the change of one service
 * @param otherForm the environment in the other form; null if it is another account
 * @param active returns the environment with another active region; null if it has one region
 */
record Replay(
        CloudAssembly assembly, CloudAssembly mixed, CloudAssembly otherForm, UnaryOperator<CloudAssembly> active) {

    /** The service whose form changes alone, in the first step of {@link Case#FORM_CHANGE}: all others call it. */
    static final String CALLED = "user-service";

    /** The issuer of the tokens of GitHub's jobs. */
    static final String GITHUB = "https://token.actions.githubusercontent.com";

    private static final int SCALED_BY = 3;

    /**
     * The last parts of the names of secrets that get new values. The administrator's password is read once, and the origin
     * secret gets a new name instead.
     */
    private static final Set<String> ROTATED = Set.of("redis", "signing-keys", "smtp");

    /** Returns whether the case applies to the environment. */
    boolean has(Case name) {
        return switch (name) {
            case FORM_CHANGE -> otherForm != null;
            case FAILOVER -> regions().size() > 1 && active != null;
            case TEARDOWN -> assembly.stacks().stream().noneMatch(AssembledStack::terminationProtection);
            default -> true;
        };
    }

    Set<Finding> of(Case name) {
        return switch (name) {
            case FIRST_DEPLOYMENT -> firstDeployment();
            case ORGANISATION -> organisation();
            case FAILED_CREATION -> failedCreation();
            case SAME_VERSION -> sameVersion();
            case NEXT_VERSION -> nextVersion();
            case FORM_CHANGE -> formChange();
            case ROTATION -> rotation();
            case FAILOVER -> failover();
            case TEARDOWN -> teardown();
        };
    }

    private Set<Finding> firstDeployment() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        return environment.findings();
    }

    /**
     * An organisation enables security services and a cost monitor in all of its accounts, and another project already deploys
     * from GitHub.
     */
    private Set<Finding> organisation() {
        Environment environment = new Environment();
        for (AssembledStack stack : assembly.stacks()) {
            for (String type : List.of("AWS::GuardDuty::Detector", "AWS::SecurityHub::Hub")) {
                environment.accounts.addFromOutside(Identity.onePerRegion(type, stack.account(), stack.region()));
            }
            environment.accounts.addFromOutside(Identity.serviceMonitor(stack.account()));
            environment.accounts.addFromOutside(Identity.identityProvider(stack.account(), GITHUB));
        }
        environment.deploy(assembly);
        return environment.findings();
    }

    /** The last resource of each stack fails once. */
    private Set<Finding> failedCreation() {
        Environment environment = new Environment();
        environment.addWhatEveryAccountHas(assembly);
        for (List<AssembledStack> wave : DeploymentGraph.of(assembly).waves()) {
            for (AssembledStack stack : wave) {
                TemplateResource last = SimulatedCloudFormation.inOrder(stack).getLast();
                environment.cloudFormation.deploy(stack, last.logicalId());
                if (!environment.cloudFormation.deploy(stack)) {
                    environment.removeByHand(stack);
                    environment.cloudFormation.deploy(stack);
                }
            }
        }
        return environment.findings();
    }

    private Set<Finding> sameVersion() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        environment.scale();
        environment.deploy(assembly);
        return environment.findings();
    }

    private Set<Finding> nextVersion() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        environment.scale();
        environment.deploy(Release.next(assembly));
        return environment.findings();
    }

    private Set<Finding> formChange() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        if (mixed != null) {
            environment.deploy(mixed);
        }
        environment.deploy(otherForm);
        environment.deploy(assembly);
        return environment.findings();
    }

    /** Every rotated secret gets a new value. Then all services are deployed, and the old values are no longer accepted. */
    private Set<Finding> rotation() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        environment.rotateSecrets();
        environment.deploy(assembly);
        return environment.findings();
    }

    /**
     * Route 53 sends requests to the other region as soon as the first one looks unhealthy. The first one may still run, and
     * can't be deployed while it is lost. Then an operator moves the epoch to the other region, deploys it as the active one,
     * and later returns to the first.
     */
    private Set<Finding> failover() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        String first =
                new Writers(environment.accounts).regions().stream().findFirst().orElse("");
        environment.expectOneWriter("while Route 53 sends requests to the other region", first);
        environment.expectOneWriter("after the epoch has moved", other(first));
        CloudAssembly switched = active.apply(assembly);
        environment.deployOnly(switched, stack -> !stack.region().equals(first));
        environment.expectOneWriter("while the lost region returns", other(first));
        environment.deploy(switched);
        environment.expectOneWriter("after the switch", other(first));
        environment.expectSchedulesInOneRegion("after the switch");
        environment.deploy(assembly);
        environment.expectOneWriter("after the return", first);
        environment.expectSchedulesInOneRegion("after the return");
        return environment.findings();
    }

    private String other(String region) {
        return regions().stream()
                .filter(each -> !each.equals(region))
                .findFirst()
                .orElseThrow();
    }

    private Set<Finding> teardown() {
        Environment environment = new Environment();
        environment.deploy(assembly);
        DeploymentGraph.of(assembly)
                .waves()
                .reversed()
                .forEach(wave -> wave.forEach(environment.cloudFormation::delete));
        environment.deploy(assembly);
        Set<Finding> all = environment.findings();
        all.addAll(environment.accounts.leftovers());
        return all;
    }

    private Set<String> regions() {
        Set<String> regions = new TreeSet<>();
        assembly.stacks().forEach(stack -> regions.add(stack.region()));
        return regions;
    }

    /** The accounts of the environment during one case. */
    private static final class Environment {

        private final SimulatedAccounts accounts = new SimulatedAccounts();
        private final SimulatedCloudFormation cloudFormation = new SimulatedCloudFormation(accounts);
        private final Set<Finding> others = new TreeSet<>();

        /** Deploys all stacks in the order of the graph. A stack is left out if one that it needs has failed. */
        void deploy(CloudAssembly assembly) {
            deployOnly(assembly, stack -> true);
            others.addAll(new Staleness(accounts).findings());
        }

        void deployOnly(CloudAssembly assembly, Predicate<AssembledStack> included) {
            addWhatEveryAccountHas(assembly);
            DeploymentGraph graph = DeploymentGraph.of(assembly);
            Set<AssembledStack> failed = new HashSet<>();
            for (List<AssembledStack> wave : graph.waves()) {
                for (AssembledStack stack : wave) {
                    if (included.test(stack)
                            && (graph.needed(stack).stream().anyMatch(failed::contains)
                                    || !cloudFormation.deploy(stack))) {
                        failed.add(stack);
                    }
                }
            }
        }

        /** The CDK's bootstrap stack, and the roles that AWS creates for its services. */
        void addWhatEveryAccountHas(CloudAssembly assembly) {
            DeploymentGraph graph = DeploymentGraph.of(assembly);
            assembly.stacks().stream()
                    .flatMap(stack -> graph.external(stack).stream())
                    .filter(Environment::isOfEveryAccount)
                    .map(Identity::of)
                    .filter(identity -> !accounts.exists(identity))
                    .forEach(accounts::addFromOutside);
        }

        private static boolean isOfEveryAccount(Name name) {
            return switch (name.kind()) {
                case PARAMETER -> name.text().startsWith("/cdk-bootstrap/");
                case ROLE -> name.text().startsWith("AWSServiceRole");
                case BUCKET -> name.text().startsWith("cdk-");
                default -> false;
            };
        }

        void scale() {
            accounts.scaledServices()
                    .forEach(service -> accounts.setTasks(service, SCALED_BY * accounts.tasks(service)));
        }

        void rotateSecrets() {
            accounts.owners().keySet().stream()
                    .filter(identity -> identity.what().equals(Name.Kind.SECRET.toString()))
                    .filter(identity -> ROTATED.contains(
                            identity.name().substring(identity.name().lastIndexOf('/') + 1)))
                    .toList()
                    .forEach(accounts::rotate);
        }

        void removeByHand(AssembledStack stack) {
            stack.resources().forEach(resource -> Identity.of(stack, resource).forEach(accounts::remove));
        }

        /** Adds a finding for each process that would write although the fence names another region. */
        void expectOneWriter(String when, String writer) {
            others.addAll(new Fence(accounts).findings(when, writer));
        }

        void expectSchedulesInOneRegion(String when) {
            if (new Writers(accounts).regions().size() != 1) {
                others.add(new Finding(Fault.TWO_WRITERS, "schedules", when));
            }
        }

        Set<Finding> findings() {
            Set<Finding> all = new TreeSet<>(cloudFormation.findings());
            all.addAll(others);
            return all;
        }
    }
}
