package stage5.cdk.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.assembly.TemplateResource;
import stage5.aws.graph.Name;
import stage5.aws.graph.Name.Kind;
import stage5.aws.graph.RequiredNames;
import stage5.cdk.simulation.DeployedStack.Deployed;

/** Creates, updates and deletes stacks of the simulated accounts, as CloudFormation does for the CDK's command line. */
final class SimulatedCloudFormation {

    /** A change of any property makes a new resource: <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-taskdefinition.html">
     * AWS::ECS::TaskDefinition</a>, <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-version.html">
     * AWS::Lambda::Version</a>. */
    private static final Set<String> ALWAYS_REPLACED = Set.of("AWS::ECS::TaskDefinition", "AWS::Lambda::Version");

    private static final String RETAIN = "Retain";

    private final SimulatedAccounts accounts;
    private final Set<Finding> findings = new TreeSet<>();

    SimulatedCloudFormation(SimulatedAccounts accounts) {
        this.accounts = accounts;
    }

    /** Returns what deployments and deletions have met so far. */
    Set<Finding> findings() {
        return findings;
    }

    /** Creates or updates the stack; returns whether that succeeds. A failure is rolled back. */
    boolean deploy(AssembledStack stack) {
        return deploy(stack, null);
    }

    /**
     * Does the same, but the resource with this logical id fails, for a reason that no later deployment has.
     *
     * @param failing null for none
     */
    boolean deploy(AssembledStack stack, String failing) {
        if (lacksParameter(stack)) {
            return false;
        }
        DeployedStack before = accounts.stacks().get(stack.id());
        DeployedStack deployed = before == null ? new DeployedStack(stack) : new DeployedStack(before);
        deployed.use(stack);
        Deque<Runnable> undo = new ArrayDeque<>();
        for (TemplateResource resource : inOrder(stack)) {
            if (resource.logicalId().equals(failing) || !apply(deployed, resource, undo)) {
                undo.forEach(Runnable::run);
                return false;
            }
        }
        removeOthers(deployed, stack);
        accounts.stacks().put(stack.id(), deployed);
        return true;
    }

    /** CloudFormation reads the template's SSM parameters first, and rejects the template if one doesn't exist: <a
     * href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html">
     * SSM parameter types</a>. */
    private boolean lacksParameter(AssembledStack stack) {
        Set<Name> missing = stack.template().path("Parameters").properties().stream()
                .flatMap(parameter -> stack.ssmParameter(parameter.getKey()).stream())
                .map(name -> Name.of(Kind.PARAMETER, stack.account(), stack.region(), name))
                .filter(name -> !accounts.exists(Identity.of(name)))
                .collect(Collectors.toCollection(TreeSet::new));
        missing.forEach(name -> find(Fault.MISSING, stack, name.toString()));
        return !missing.isEmpty();
    }

    /** Returns whether the resource could be created or updated. */
    private boolean apply(DeployedStack stack, TemplateResource resource, Deque<Runnable> undo) {
        JsonNode properties = new StackValues(stack, accounts).evaluate(resource.properties());
        Deployed before = stack.resources().get(resource.logicalId());
        if (before != null
                && before.resource().type().equals(resource.type())
                && before.properties().equals(properties)) {
            // CloudFormation leaves a resource alone whose properties stay the same. It doesn't resolve their dynamic
            // references again:
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
            Deployed same = new Deployed(
                    stack.template(), resource, before.physicalId(), properties, before.resolved(), before.since());
            stack.resources().put(resource.logicalId(), same);
            return true;
        }
        return hasWhatItNeeds(stack, resource)
                && (before == null
                        ? create(stack, resource, properties, undo)
                        : update(stack, resource, properties, before, undo));
    }

    private boolean hasWhatItNeeds(DeployedStack stack, TemplateResource resource) {
        List<Name> missing = RequiredNames.of(stack.template(), resource).stream()
                .filter(name -> !accounts.exists(Identity.of(name)))
                .toList();
        missing.forEach(name -> find(Fault.MISSING, stack.template(), name.toString()));
        return missing.isEmpty();
    }

    private boolean create(DeployedStack stack, TemplateResource resource, JsonNode properties, Deque<Runnable> undo) {
        AssembledStack template = stack.template();
        Set<Identity> identities = Identity.of(template, resource);
        List<Identity> taken = identities.stream().filter(accounts::exists).toList();
        if (!taken.isEmpty()) {
            taken.forEach(identity -> find(Fault.NAME_TAKEN, template, identity.what() + " " + identity.name()));
            return false;
        }
        identities.forEach(identity -> accounts.add(identity, template.id()));
        undo.push(() -> {
            // A resource with the policy Retain stays even if the operation that has created it is rolled back;
            // RetainExceptOnCreate is for this case:
            // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
            if (resource.deletionPolicy().equals(RETAIN)) {
                identities.forEach(accounts::orphan);
            } else {
                identities.forEach(accounts::remove);
                accounts.removeTasks(Tasks.key(template, resource));
            }
        });
        put(stack, resource, properties, physicalId(template, resource, identities));
        return true;
    }

    private boolean update(
            DeployedStack stack,
            TemplateResource resource,
            JsonNode properties,
            Deployed before,
            Deque<Runnable> undo) {
        Set<Identity> old = Identity.of(before.stack(), before.resource());
        Set<Identity> identities = Identity.of(stack.template(), resource);
        boolean replaced = ALWAYS_REPLACED.contains(resource.type()) || !old.equals(identities);
        Set<Identity> added = new TreeSet<>(identities);
        added.removeAll(old);
        List<Identity> taken = added.stream().filter(accounts::exists).toList();
        if (!taken.isEmpty()) {
            taken.forEach(
                    identity -> find(Fault.NAME_TAKEN, stack.template(), identity.what() + " " + identity.name()));
            return false;
        }
        added.forEach(identity -> accounts.add(identity, stack.template().id()));
        undo.push(() -> {
            added.forEach(accounts::remove);
            new SideEffects(accounts, findings).restore(before);
        });
        put(
                stack,
                resource,
                properties,
                replaced ? physicalId(stack.template(), resource, identities) : before.physicalId());
        return true;
    }

    private String physicalId(AssembledStack stack, TemplateResource resource, Set<Identity> identities) {
        return ALWAYS_REPLACED.contains(resource.type()) || identities.isEmpty()
                ? "%s-%s-%d".formatted(stack.id(), resource.logicalId(), accounts.next())
                : identities.iterator().next().name();
    }

    private void put(DeployedStack stack, TemplateResource resource, JsonNode properties, String physicalId) {
        Deployed before = stack.resources().get(resource.logicalId());
        JsonNode resolved = new StackValues(stack, accounts).resolve(resource, properties);
        Deployed now = new Deployed(stack.template(), resource, physicalId, properties, resolved, accounts.next());
        stack.resources().put(resource.logicalId(), now);
        new SideEffects(accounts, findings).apply(stack, before, now);
    }

    private void removeOthers(DeployedStack deployed, AssembledStack stack) {
        Set<String> kept =
                stack.resources().stream().map(TemplateResource::logicalId).collect(Collectors.toSet());
        List<String> removed = deployed.resources().keySet().stream()
                .filter(id -> !kept.contains(id))
                .toList();
        removed.reversed().forEach(id -> remove(deployed.resources().remove(id)));
    }

    /** Deletes the stack; does nothing if it doesn't exist. */
    void delete(AssembledStack stack) {
        DeployedStack deployed = accounts.stacks().remove(stack.id());
        if (deployed != null) {
            new ArrayList<>(deployed.resources().values()).reversed().forEach(this::remove);
        }
    }

    private void remove(Deployed resource) {
        Set<Identity> identities = Identity.of(resource.stack(), resource.resource());
        Leftovers leftovers = new Leftovers(resource);
        if (leftovers.staysItself()) {
            identities.forEach(accounts::orphan);
        } else {
            identities.forEach(accounts::remove);
            accounts.removeTasks(Tasks.key(resource.stack(), resource.resource()));
        }
        leftovers.findings().forEach(accounts::addLeftover);
    }

    private void find(Fault fault, AssembledStack stack, String subject) {
        findings.add(new Finding(fault, stack.shortName(), subject));
    }

    /** Returns the resources so that each one follows those that it refers to or depends on. */
    static List<TemplateResource> inOrder(AssembledStack stack) {
        Map<String, TemplateResource> all = new LinkedHashMap<>();
        stack.resources().forEach(resource -> all.put(resource.logicalId(), resource));
        List<TemplateResource> ordered = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        all.values().forEach(resource -> visit(stack, resource, all, seen, ordered));
        return ordered;
    }

    private static void visit(
            AssembledStack stack,
            TemplateResource resource,
            Map<String, TemplateResource> all,
            Set<String> seen,
            List<TemplateResource> ordered) {
        if (seen.add(resource.logicalId())) {
            Set<String> needed = new TreeSet<>(resource.dependsOn());
            needed.addAll(StackValues.references(stack, resource));
            needed.stream()
                    .map(all::get)
                    .filter(other -> other != null)
                    .forEach(other -> visit(stack, other, all, seen, ordered));
            ordered.add(resource);
        }
    }
}
