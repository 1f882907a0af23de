/**
 * The {@code ./stage5 aws} commands. They read {@link stage5.aws.assembly synthesized templates}, derive the {@link
 * stage5.aws.graph order of deployment} from them, and call AWS only where a command says so.
 */
package stage5.aws;
