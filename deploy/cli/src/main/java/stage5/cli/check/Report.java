package stage5.cli.check;

import java.util.List;

/**
 * What came out of all checks.
 *
 * @param quiet whether the shop had come to rest before the stores were read; if not, a finding may be about something
 *     under way
 */
public record Report(boolean quiet, List<Finding> findings) {

    public Report {
        findings = List.copyOf(findings);
    }

    /** Returns whether every promise holds. */
    public boolean holds() {
        return findings.stream().allMatch(Finding::holds);
    }

    /** Returns all cases that break a promise. */
    public List<String> offenders() {
        return findings.stream()
                .flatMap(finding -> finding.offenders().stream().map(offender -> finding.promise() + ": " + offender))
                .toList();
    }
}
