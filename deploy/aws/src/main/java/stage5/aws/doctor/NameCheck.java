package stage5.aws.doctor;

import java.util.ArrayList;
import java.util.List;
import stage5.aws.account.NameLookup;
import stage5.aws.account.NameLookup.NameState;
import stage5.aws.assembly.AssembledStack;
import stage5.aws.graph.Name;
import stage5.aws.graph.PublishedNames;

/** Finds names that stacks would give to new resources and that are taken. */
final class NameCheck implements Check {

    @Override
    public String subject() {
        return "names";
    }

    @Override
    public List<Advice> examine(Examination examination) {
        NameLookup lookup = new NameLookup(examination.access());
        List<Advice> found = new ArrayList<>();
        for (AssembledStack stack : examination.newStacks()) {
            for (Name name : PublishedNames.of(stack)) {
                NameState answer = lookup.of(name);
                if (answer == NameState.EXISTS) {
                    found.add(Advice.blocking(
                            "The %s of %s already exists".formatted(name, stack.name()),
                            "Delete it, or import it: cd deploy/cdk && npx cdk import " + stack.id()));
                } else if (answer == NameState.UNKNOWN) {
                    found.add(Advice.hint(
                            "It is unknown whether the %s exists: the look-up failed".formatted(name),
                            "Allow the look-up, or make sure that it doesn't exist"));
                }
            }
        }
        return found;
    }
}
