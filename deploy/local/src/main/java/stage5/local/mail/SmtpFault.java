package stage5.local.mail;

import stage5.local.fault.Bounds;
import stage5.local.fault.FaultSettings;

/**
 * Injected faults of the mail server. Null means the default, 0 or no fault, unless stated otherwise.
 *
 * @param slowShare the share of mails with a slow dialogue
 * @param stepMillis the delay of each step of a slow dialogue: MAIL, RCPT, DATA; 0 to 60,000, null means 500
 * @param dataMillis the delay between the end of the content and its acceptance; 0 to 300,000, null means 2,000
 * @param greylistShare the share of pairs of sender and recipient that get a 451 for their first mail
 * @param greylistMillis how long a pair is refused; 0 to 3,600,000, null means 0: only the first attempt is refused
 * @param closeShare the share of mails during which the connection is reset: at MAIL, RCPT or DATA, or after the content
 *     was accepted and before the client receives that response
 * @param seed of the random numbers that make these decisions; null means 1
 */
public record SmtpFault(
        Double slowShare,
        Integer stepMillis,
        Integer dataMillis,
        Double greylistShare,
        Integer greylistMillis,
        Double closeShare,
        Long seed)
        implements FaultSettings {

    /** No fault. */
    public static final SmtpFault NONE = new SmtpFault(null, null, null, null, null, null, null);

    public SmtpFault {
        slowShare = Bounds.share("slowShare", slowShare, 0);
        stepMillis = Bounds.number("stepMillis", stepMillis, 500, 0, 60_000);
        dataMillis = Bounds.number("dataMillis", dataMillis, 2_000, 0, 300_000);
        greylistShare = Bounds.share("greylistShare", greylistShare, 0);
        greylistMillis = Bounds.number("greylistMillis", greylistMillis, 0, 0, 3_600_000);
        closeShare = Bounds.share("closeShare", closeShare, 0);
        seed = Bounds.seed(seed);
    }
}
