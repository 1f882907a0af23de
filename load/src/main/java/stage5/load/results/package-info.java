/** Reads and writes the results folder of a comparison. Start with {@link stage5.load.results.Results}. */
package stage5.load.results;
