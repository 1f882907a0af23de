/**
 * What the shop has given up: messages that were received as often as they may be, and failed each time. Start with
 * {@link stage5.cli.deadletters.DeadLetters}.
 */
package stage5.cli.deadletters;
