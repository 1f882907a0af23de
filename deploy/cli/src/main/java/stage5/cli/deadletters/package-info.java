/**
 * Dead letters: messages that were moved aside after their last delivery attempt. Start with {@link
 * stage5.cli.deadletters.DeadLetters}.
 */
package stage5.cli.deadletters;
