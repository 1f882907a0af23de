package stage5.cdk.simulation;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A finding that is not fixed yet. Its fix removes its line from {@link #ALL}: a test fails if a known finding no longer
 * occurs.
 *
 * @param cases in which it occurs
 * @param stack pattern of the stack's name
 * @param subject pattern of the subject
 */
record KnownFinding(Set<Case> cases, Fault fault, Pattern stack, Pattern subject) {

    static final List<KnownFinding> ALL = List.of(
            // Nothing stops the lost region's schedules and consumers while requests go to the other one.
            known(Fault.TWO_WRITERS, "services", "while .*", Case.FAILOVER));

    private static KnownFinding known(Fault fault, String stack, String subject, Case... cases) {
        return new KnownFinding(Set.of(cases), fault, Pattern.compile(stack), Pattern.compile(subject));
    }

    boolean matches(Case name, Finding finding) {
        return cases.contains(name)
                && finding.fault() == fault
                && stack.matcher(finding.stack()).matches()
                && subject.matcher(finding.subject()).matches();
    }
}
