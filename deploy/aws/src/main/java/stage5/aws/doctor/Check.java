package stage5.aws.doctor;

import java.util.List;

/** Examines one aspect of an account. It changes nothing. */
interface Check {

    /** Returns what is examined, for the report. */
    String subject();

    /** Returns what is wrong; empty if nothing is. */
    List<Advice> examine(Examination examination);
}
