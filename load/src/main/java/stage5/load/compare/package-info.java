/**
 * Compares the ways to run the shop: {@link stage5.load.compare.Comparing} runs the rounds,
 * {@link stage5.load.compare.Summarising} says what they come to.
 */
package stage5.load.compare;
