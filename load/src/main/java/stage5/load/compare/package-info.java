/**
 * Compares the forms of the shop on this machine. {@link stage5.load.compare.Comparing} runs the rounds,
 * {@link stage5.load.compare.Summarising} summarises them.
 */
package stage5.load.compare;
